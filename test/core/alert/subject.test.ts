import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Notice } from "../../../src/core/alert/notice.ts";
import type { RemovedObject } from "../../../src/core/alert/removed-object.ts";
import { subjectOfText } from "../../../src/core/alert/subject.ts";
import { alertWith } from "../../support/alerts.ts";

const REMOVED: RemovedObject = { kind: "removed-object", identity: "1", bucket: "b", key: "k" };
const NOTICE: Notice = { kind: "notice", identity: "1", title: "T", text: "Text.", facts: [] };

const kept = suite("subjectOfText()");

for (const subject of [
  null,
  [],
  7,
  {},
  { kind: "alert" },
  { kind: "alert", actor: {} },
  { kind: "alert", source: {} },
  { kind: "alert", actor: null, source: {} },
  { kind: "removed-object" },
  { kind: "removed-object", key: 7 },
  { kind: "notice", title: "T" },
  { kind: "notice", facts: [] },
  { kind: "other", actor: {}, source: {}, key: "k", title: "T", facts: [] },
]) {
  kept(`finds none in ${JSON.stringify(subject)}`, () => {
    assert.is(subjectOfText(JSON.stringify(subject)), undefined);
  });
}

kept("finds none in what is no JSON", () => assert.is(subjectOfText("{"), undefined));

kept("reads what was kept", () => {
  for (const subject of [alertWith(), REMOVED, NOTICE]) {
    assert.equal(subjectOfText(JSON.stringify(subject)), subject);
  }
});

kept.run();
