// Stands in for uvu where tests are bundled: uvu runs what it collected once and as a whole, here one
// test runs at a time, and again for each mutant.

type Step = (state: object) => unknown;

export interface Suite {
  readonly name: string;
  readonly tests: readonly { readonly name: string; readonly handler: Step }[];
  readonly before: readonly Step[];
  readonly after: readonly Step[];
  readonly beforeEach: readonly Step[];
  readonly afterEach: readonly Step[];
}

/** What the tests of a bundle collected, in the order they were run in. */
export const suites: Suite[] = [];

/** The part of uvu's suite that this project's tests use. */
export function suite(name: string) {
  const tests: { name: string; handler: Step }[] = [];
  const [before, after, beforeEach, afterEach]: [Step[], Step[], Step[], Step[]] = [[], [], [], []];
  const into = (steps: Step[]) => (step: Step) => void steps.push(step);
  return Object.assign(
    (title: string, handler: Step) => void tests.push({ name: title, handler }),
    {
      before: Object.assign(into(before), { each: into(beforeEach) }),
      after: Object.assign(into(after), { each: into(afterEach) }),
      skip: () => {},
      run: () => void suites.push({ name, tests, before, after, beforeEach, afterEach }),
    },
  );
}
