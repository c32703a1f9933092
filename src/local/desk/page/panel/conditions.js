/** The dialog of limits and faults: what the desk takes, what it refused, and how it is to fail. */

import { ask, orderFault } from "../base/desk-api.js";
import { byId, el } from "../base/dom.js";

/** Calls that are always shown; "" stands for every call. */
const SHOWN = [
  "",
  "chat.postMessage",
  "chat.update",
  "webhook",
  "conversations.history",
  "conversations.replies",
  "auth.test",
];

/** How a call can fail, and what its time means. */
const FAULTS = [
  { kind: "none", name: "Works" },
  { kind: "ratelimited", name: "429 Too Many Requests", time: "retryAfter", unit: "s to wait" },
  { kind: "server-error", name: "500 Server Error" },
  { kind: "late-answer", name: "Done, answered late", time: "seconds", unit: "s late" },
  { kind: "lost-answer", name: "Done, never answered" },
  { kind: "hang", name: "Not done, never answered" },
  { kind: "disconnect", name: "Down" },
];

/** Seconds that a fault begins with. */
const USUAL_SECONDS = 10;

/** Milliseconds between looks at counts that go down by themselves. */
const LOOK = 5000;

/** Sets the dialog and its button up. `draw` takes the conditions as they are now. */
export async function createConditions() {
  const dialog = byId("conditions");
  const rows = new Map();
  let faults = [];
  let timer;

  const rowOf = (call) => {
    if (!rows.has(call)) {
      const row = createRow(call, change);
      rows.set(call, row);
      byId("calls").append(row.element);
    }
    return rows.get(call);
  };
  const draw = (conditions) => {
    faults = conditions.faults;
    const byCall = new Map(conditions.calls.map((each) => [each.call, each]));
    const others = faults.map(({ on = "" }) => on);
    for (const call of new Set([...SHOWN, ...others])) {
      rowOf(call).draw(
        byCall.get(call),
        faults.find(({ on = "" }) => on === call),
      );
    }
    const lately = conditions.calls.reduce((sum, { limitedLately }) => sum + limitedLately, 0);
    drawBadge(faults.length, lately);
    byId("conditions-clear").disabled = faults.length === 0;
    clearTimeout(timer);
    if (lately > 0 || dialog.open) timer = setTimeout(look, LOOK);
  };
  const look = () => ask("conditions").then(draw, () => {});
  const change = async (order) => {
    try {
      draw(await orderFault(order));
      say(faultText(order));
    } catch (error) {
      say(error.message);
    }
  };

  // What scrolls takes the focus, or the keyboard cannot scroll it.
  const body = byId("conditions-body");
  body.tabIndex = 0;
  body.setAttribute("role", "region");
  body.setAttribute("aria-labelledby", "conditions-title");
  byId("conditions-open").addEventListener("click", () => {
    dialog.showModal();
    look();
  });
  byId("conditions-close").addEventListener("click", () => dialog.close());
  byId("conditions-clear").addEventListener("click", async () => {
    for (const { on } of faults) await change({ kind: "none", ...(on && { on }) });
    say("No fault is on");
  });
  // A click beside the dialog closes it, as people expect.
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  draw(await ask("conditions"));
  return { draw };
}

function drawBadge(faults, lately) {
  const badge = byId("conditions-badge");
  const parts = [
    ...(faults > 0 ? [`${faults} ${faults === 1 ? "fault" : "faults"} on`] : []),
    ...(lately > 0 ? [`${lately} limited`] : []),
  ];
  badge.hidden = parts.length === 0;
  badge.textContent = parts.join(", ");
}

function createRow(call, change) {
  const id = `fault-${call || "every-call"}`;
  const name = call || "Every call";
  const rule = el("p", { class: "call-rule" });
  const counts = el("p", { class: "call-counts" });
  const select = el(
    "select",
    { class: "call-select", id },
    ...FAULTS.map(({ kind, name: text }) => el("option", { value: kind, text })),
  );
  const time = el("input", {
    class: "call-time",
    id: `${id}-time`,
    type: "number",
    min: 1,
    max: 3600,
    value: USUAL_SECONDS,
  });
  const unit = el("label", { class: "call-unit", for: `${id}-time` });
  const timed = el("span", { class: "call-timed", hidden: true }, time, unit);
  const order = () => {
    const fault = FAULTS.find(({ kind }) => kind === select.value);
    const seconds = Math.min(3600, Math.max(1, Math.round(time.valueAsNumber) || USUAL_SECONDS));
    change({
      kind: fault.kind,
      ...(call && { on: call }),
      ...(fault.time && { [fault.time]: seconds }),
    });
  };
  select.addEventListener("change", order);
  time.addEventListener("change", order);

  return {
    element: el(
      "li",
      { class: "call" },
      el("div", { class: "call-facts" }, el("p", { class: "call-name", text: name }), rule, counts),
      el(
        "div",
        { class: "call-fault" },
        el("label", { class: "unseen", for: id, text: `Fault of ${call || "every call"}` }),
        select,
        timed,
      ),
    ),
    draw(counted, standing) {
      rule.textContent = call
        ? (counted?.rule ?? "No limit")
        : "Where a call has no fault of its own";
      counts.textContent = call ? countText(counted) : "";
      const fault = FAULTS.find(({ kind }) => kind === (standing?.kind ?? "none"));
      select.value = fault.kind;
      select.dataset.on = String(fault.kind !== "none");
      timed.hidden = fault.time === undefined;
      unit.textContent = fault.unit ?? "";
      if (fault.time && document.activeElement !== time) time.value = standing[fault.time];
    },
  };
}

function countText({ calls, limited, limitedLately, faulted } = { calls: 0 }) {
  const parts = [`${calls} ${calls === 1 ? "call" : "calls"}`];
  if (limited > 0) parts.push(`${limited} limited, ${limitedLately} of them in the last minute`);
  if (faulted > 0) parts.push(`${faulted} met a fault`);
  return parts.join("  ·  ");
}

function faultText({ kind, on = "Every call", seconds, retryAfter }) {
  const { name, unit } = FAULTS.find((fault) => fault.kind === kind);
  const time = unit === undefined ? "" : `, ${seconds ?? retryAfter} ${unit}`;
  return `${on}: ${name}${time}`;
}

function say(text) {
  byId("conditions-said").textContent = text;
}
