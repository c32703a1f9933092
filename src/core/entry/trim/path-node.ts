/**
 * A path of flat keys, as a tree has it: however the keys of a record are split by their dots, one
 * path is one node. To find it takes a step a key, where to compare paths takes their length.
 */
export class PathNode {
  /** What is below by the first segment met, which is the only one of most nodes. */
  #segment: string | undefined;
  #first: PathNode | undefined;
  #others: Map<string, PathNode> | undefined;

  /** The node below by a key, which may itself hold dots. */
  step(key: string | number): PathNode {
    if (typeof key === "number" || !key.includes(".")) return this.#next(String(key));
    let node: PathNode = this;
    for (const segment of key.split(".")) node = node.#next(segment);
    return node;
  }

  #next(segment: string): PathNode {
    if (this.#first === undefined) {
      this.#segment = segment;
      this.#first = new PathNode();
      return this.#first;
    }
    if (this.#segment === segment) return this.#first;
    this.#others ??= new Map();
    const known = this.#others.get(segment);
    if (known !== undefined) return known;
    const next = new PathNode();
    this.#others.set(segment, next);
    return next;
  }
}
