const MS_PER_DAY = 86_400_000;

/**
 * Makes something anew each day of UTC: a function instance may live past the day on which an ignore
 * rule expires.
 *
 * @returns What was made on the day of a time, milliseconds since the epoch.
 */
export function daily<Made>(make: (now: number) => Made): (now: number) => Made {
  let last: { readonly day: number; readonly made: Made } | undefined;
  return (now) => {
    const day = Math.floor(now / MS_PER_DAY);
    if (last?.day !== day) last = { day, made: make(now) };
    return last.made;
  };
}
