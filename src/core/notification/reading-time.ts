/**
 * Seconds one invocation must have to decompress the largest text of a log file, 1 GiB, up to where
 * another stopped, with half as much again for what is then to be done. Measured: 3 s of a whole
 * CPU, which Lambda gives at 1,769 MiB; its Arm CPUs may be slower by half.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
const SECONDS_TIMES_MIB = 10_240;

/** What is wrong with the time and the memory, which is CPU, of an invocation of the splitter. */
export function readingTimeProblems(timeoutSeconds: number, memoryMiB: number): readonly string[] {
  const least = Math.ceil(SECONDS_TIMES_MIB / memoryMiB);
  if (timeoutSeconds >= least) return [];
  return [
    `Cannot use splitter.timeoutSeconds ${timeoutSeconds} as an invocation must come to where another stopped in the largest log file: that takes ${least} seconds at splitter.memoryMiB ${memoryMiB}`,
  ];
}
