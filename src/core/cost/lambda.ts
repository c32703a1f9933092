import { priceOf } from "./prices.ts";

/**
 * MiB at which Lambda gives a function one processor; of less memory it gives a share.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
const PROCESSOR_MIB = 1_769;

/** MiB that the functions have unless the settings say otherwise. */
export const MEMORY_MIB = 512;

/**
 * By how much longer Lambda's arm64 processor is taken to need than the one that the figures were
 * measured on. Nothing here can measure it.
 */
export const SLOWER = 1.5;

/**
 * Share of invocations that are taken to begin with a cold start, which is paid for: AWS says less
 * than one in a hundred.
 *
 * @see https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/
 */
export const COLD_SHARE = 0.01;

/** What a function's invocations take. */
interface FunctionWork {
  readonly invocations: number;
  /** Milliseconds of CPU, on the machine they were measured on. */
  readonly cpu: number;
  /** Milliseconds of waiting for answers. */
  readonly waited: number;
}

/**
 * GB-seconds that Lambda charges for. CPU costs the same whatever the memory is, as less memory makes
 * it last longer; it is taken never to overlap with waiting, which it does.
 */
export function gigabyteSeconds({ cpu, waited }: Omit<FunctionWork, "invocations">): number {
  const milliseconds = (cpu * SLOWER * PROCESSOR_MIB) / MEMORY_MIB + waited;
  return ((milliseconds / 1_000) * MEMORY_MIB) / 1_024;
}

/** Dollars. */
export function functionCost(work: FunctionWork): number {
  const seconds = gigabyteSeconds(work) * priceOf("gigabyteSecond");
  return work.invocations * priceOf("invocation") + seconds;
}
