import { suite } from "uvu";
import * as assert from "uvu/assert";
import { actorKeyOf } from "../../../src/core/thread/actor-key.ts";

const key = suite("actorKeyOf()");

key("is one for all sessions of a role", () => {
  const role = { type: "AssumedRole", name: "ci", issuer: "arn:role/ci", account: "111122223333" };
  assert.is(
    actorKeyOf({ actor: { ...role, session: "a" } }),
    actorKeyOf({ actor: { ...role, session: "b" } }),
  );
});

key("tells types, names, issuers and accounts apart", () => {
  const keys = [
    { name: "ada" },
    { name: "bob" },
    { type: "IAMUser", name: "ada" },
    { name: "ada", account: "111122223333" },
    { name: "ada", issuer: "arn:role/ci" },
  ].map((actor) => actorKeyOf({ actor }));
  assert.is(new Set(keys).size, keys.length);
});

key.run();
