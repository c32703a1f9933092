import { BudgetError } from "../function/budget.ts";
import { ExpressionError } from "../syntax/error.ts";

/**
 * Elements of lists that an expression could not judge, on one event. One must not keep the others
 * from being judged, or whoever can add an odd element to a list hides what else is in it.
 */
export class OddElements {
  /** Why the first of them could not be judged; undefined if all could. */
  first: ExpressionError | undefined;

  /** Judges one element; undefined if it cannot be judged. What has no budget left goes on throwing. */
  judge(element: () => unknown): unknown {
    try {
      return element();
    } catch (error) {
      if (!(error instanceof ExpressionError) || error instanceof BudgetError) throw error;
      this.first ??= error;
      return undefined;
    }
  }
}
