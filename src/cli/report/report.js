// What the report's page does once it is open: charts, pages, search. All that it shows it sets as
// text: what stands in logs is never markup.
const report = JSON.parse(document.getElementById("report").textContent);
const charts = new Map();

/** Draws the chart of an element anew, in the colours and the width of now. */
function draw(element) {
  charts.get(element)?.destroy();
  charts.delete(element);
  const hours = hoursOf(element.dataset.hours);
  const width = element.clientWidth;
  if (width === 0 || hours.length === 0) return;
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const axis = { stroke: colour("--faint"), grid: { stroke: colour("--line"), width: 1 } };
  const [times, counts, step] = filled(hours);
  const bars = uPlot.paths.bars({ size: [0.8, 60], align: 1 });
  const options = {
    width,
    height: element.clientHeight || 220,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    // The last time of the axis is written to the right of the chart, too.
    padding: [16, 40, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { range: (_plot, first, last) => [first, last + step] },
      y: { range: (_plot, _least, most) => [0, Math.max(1, most * 1.05)] },
    },
    axes: [
      { ...axis, space: 90, values: (_plot, splits) => splits.map(timeText) },
      {
        ...axis,
        size: 64,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6],
      },
    ],
    series: [
      {},
      {
        stroke: colour("--series"),
        fill: colour("--series"),
        paths: bars,
        points: { show: false },
      },
    ],
  };
  charts.set(element, new uPlot(options, [times, counts], element));
}

/** The hours of a set, or of one of its rules: `0` or `0/3`. */
function hoursOf(place) {
  const [set, rule] = place.split("/");
  return rule === undefined ? report.sets[set].hours : report.sets[set].rules[rule].hours;
}

/** All hours from the first to the last, those without anything too, joined where there are very many. */
function filled(hours) {
  const start = Date.parse(hours[0][0]) / 1000;
  const end = Date.parse(hours.at(-1)[0]) / 1000;
  const step = 3600 * Math.max(1, Math.ceil((end - start) / 3600 / 800));
  const times = [];
  for (let at = start; at <= end; at += step) times.push(at);
  const counts = times.map(() => 0);
  for (const [hour, count] of hours) {
    counts[Math.floor((Date.parse(hour) / 1000 - start) / step)] += count;
  }
  return [times, counts, step];
}

/** A time as an axis has it: the day at midnight, else the hour; in UTC. */
function timeText(seconds) {
  const text = new Date(seconds * 1000).toISOString();
  return text.slice(11, 16) === "00:00" ? text.slice(0, 10) : text.slice(11, 16);
}

const pages = [...document.querySelectorAll("section.page")];
const drawShown = () => {
  for (const element of document.querySelectorAll(".chart")) draw(element);
};

/** Shows the page that the address names; the first where it names none. */
function show() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  const page = pages.find(({ id }) => id === wanted) ?? pages[0];
  for (const one of pages) one.classList.toggle("shown", one === page);
  drawShown();
  if (wanted === page?.id) {
    scrollTo(0, 0);
    page.querySelector("h2")?.focus();
  }
}

/** All that can be searched for: what it is, what it is called, how often it came, and where it stands. */
const things = report.sets.flatMap((set, s) =>
  set.rules.flatMap((rule, r) => [
    {
      kind: "rule",
      text: `${rule.id}: ${rule.title}`,
      count: rule.alerts,
      // A rule that had nothing to say has no page of its own.
      page:
        document.getElementById(`rule-${s}-${r}`) === null ? `catalogue-${s}` : `rule-${s}-${r}`,
    },
    ...Object.entries({
      actor: rule.actors,
      call: rule.calls,
      address: rule.addresses,
      account: rule.accounts,
    }).flatMap(([kind, counts]) =>
      counts.map(({ value, count }) => ({
        kind: `${kind} of ${rule.id}`,
        text: value,
        count,
        page: `rule-${s}-${r}`,
      })),
    ),
  ]),
);

const input = document.getElementById("search");
const found = document.getElementById("found");
input.addEventListener("input", search);
found.addEventListener("click", ({ target }) => {
  if (target.closest("a") === null) return;
  // What was found is open now: the list would stand above it.
  input.value = "";
  search();
});

/** Shows what has the words of the field in it. */
function search() {
  const words = input.value.trim().toLowerCase();
  const hits = words === "" ? [] : things.filter(({ text }) => text.toLowerCase().includes(words));
  found.replaceChildren(
    ...hits.slice(0, 30).map(({ kind, text, count, page }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${page}`;
      link.textContent = text;
      item.append(
        link,
        ` (${kind}, ${count.toLocaleString("en-US")} ${count === 1 ? "alert" : "alerts"})`,
      );
      return item;
    }),
  );
  const more = hits.length > 30 ? `, the first 30 of ${hits.length}` : "";
  document.getElementById("hits").textContent = words === "" ? "" : `${hits.length} found${more}`;
}

document.body.classList.add("paged");
addEventListener("hashchange", show);
addEventListener("resize", drawShown);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawShown);
matchMedia("print").addEventListener("change", drawShown);
addEventListener("beforeprint", drawShown);
addEventListener("afterprint", drawShown);
show();
