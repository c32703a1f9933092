/** The packs that the worked examples switch on. */
export const USUAL_PACKS: readonly string[] = ["default", "attack", "tamper"];
