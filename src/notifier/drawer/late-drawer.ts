import type { ChannelDrawer } from "../draw/drawer.ts";

/** A drawer that is made when it is first used: an instance that only records makes none. */
export function lateDrawer(make: () => Promise<ChannelDrawer>): ChannelDrawer {
  let made: Promise<ChannelDrawer> | undefined;
  const drawer = (): Promise<ChannelDrawer> => {
    made ??= make();
    return made;
  };
  return {
    draw: async (channel) => (await drawer()).draw(channel),
    redraw: async (channel, window) => (await drawer()).redraw(channel, window),
    sweep: async () => (await drawer()).sweep(),
    postAlone: async (head) => (await drawer()).postAlone(head),
  };
}
