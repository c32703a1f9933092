import { suite } from "uvu";
import * as assert from "uvu/assert";
import { evaluatePython } from "../../../src/core/python/interpret.ts";
import { eventScope, moduleEvent } from "../../../src/core/python/scope.ts";
import { parsePython } from "../../../src/core/python/syntax/parse.ts";

const evaluate = suite("evaluatePython");

const EVENT = {
  eventName: "GetObject",
  errorCode: null,
  resources: [],
  requestParameters: { count: 1 },
};

/** What an expression gives, as text; what it raises by its class's name. */
function given(python: string): string {
  try {
    const value = evaluatePython(parsePython(python), eventScope(moduleEvent(EVENT)));
    return typeof value === "string" ? value : String(value);
  } catch (error) {
    const { type, kind, name } = error as { type?: string; kind?: string; name: string };
    return type ?? kind ?? name;
  }
}

for (const [python, value] of [
  [`event["errorCode"] is None`, "true"],
  [`event["resources"]`, "KeyError"],
  [`event.get("errorCode", "")`, "null"],
  [`event["requestParameters.count"] == True`, "true"],
  [`event["requestParameters.count"] is True`, "false"],
  [`"x" in event["requestParameters.count"]`, "TypeError"],
  [`event["errorCode"].lower()`, "AttributeError"],
  [`any(x in event["eventName"] for x in ["Get"])`, "NameError"],
  [`any([x in event["eventName"] for x in ["Get"]])`, "true"],
  [`any(k.startswith("event") for k in event)`, "true"],
  [`event["eventName"] == "x" or "y"`, "y"],
  [`0 < event["requestParameters.count"] <= 1`, "true"],
  [`event["eventName"][-6:]`, "Object"],
  [`f'{event["eventName"]}/{event["requestParameters.count"]}'`, "GetObject/1"],
  [`int(" 1_0 ")`, "10"],
  [`-7 // 2`, "-4"],
  ["\n  event", "IndentationError"],
  ["event\n  ", "[object Object]"],
  ["event = 1", "SyntaxError"],
  [`__import__("re")`, "PythonUnsupported"],
] as const) {
  evaluate(`gives ${value} for ${JSON.stringify(python)}`, () => {
    assert.is(given(python), value);
  });
}

evaluate.run();
