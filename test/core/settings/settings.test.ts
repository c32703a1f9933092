import { suite } from "uvu";
import * as assert from "uvu/assert";
import { accountNamesOf, accountTagsOf } from "../../../src/core/settings/settings.ts";

const ACCOUNTS = {
  "111122223333": "shop",
  "444455556666": { name: "payments", tags: ["production", "pci"] },
  "777788889999": { name: "sandbox" },
};

const names = suite("accountNamesOf()");

names("reads names in either form", () => {
  assert.equal(accountNamesOf(ACCOUNTS), {
    "111122223333": "shop",
    "444455556666": "payments",
    "777788889999": "sandbox",
  });
});

names.run();

const tags = suite("accountTagsOf()");

tags("gives accounts that have no tags none", () => {
  assert.equal(accountTagsOf(ACCOUNTS), {
    "111122223333": [],
    "444455556666": ["production", "pci"],
    "777788889999": [],
  });
});

tags.run();
