import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { permitOf, WORKSPACE_EDITS } from "../../../core/thread/call-rate.ts";
import { EDITS_KEY } from "../../../core/thread/table-key.ts";
import type { WorkspaceEdits } from "../../../ports.ts";
import { keyItem, number, numberOf } from "../alert-items.ts";
import { conditional } from "../conditional.ts";
import type { DrawTableOptions } from "../dynamodb-items.ts";

/** Times a permit is asked for that others are quicker to take. */
const RACES = 5;

/** Milliseconds after which to ask again where others were quicker each time. */
const CROWDED = 500;

/** The workspace's allowance of edits: one number, changed only from the value that was read. */
export function dynamodbEdits({ client, tableName, clock }: DrawTableOptions): WorkspaceEdits {
  const of = { TableName: tableName, Key: keyItem(EDITS_KEY) };

  async function replace(old: number, tat: number): Promise<boolean> {
    return await conditional(
      client.send(
        new UpdateItemCommand({
          ...of,
          UpdateExpression: "SET tat = :tat",
          ConditionExpression: old === 0 ? "attribute_not_exists(tat)" : "tat = :old",
          ExpressionAttributeValues: {
            ":tat": number(tat),
            ...(old !== 0 && { ":old": number(old) }),
          },
        }),
      ),
    );
  }

  async function read(): Promise<number> {
    const { Item } = await client.send(new GetItemCommand({ ...of, ConsistentRead: true }));
    return numberOf(Item, "tat");
  }

  return {
    async take(kept) {
      for (let races = 0; races < RACES; races++) {
        const tat = await read();
        const permit = permitOf(WORKSPACE_EDITS, tat, clock.now(), kept);
        if (!permit.isGranted || (await replace(tat, permit.tat))) return permit;
      }
      return { isGranted: false, at: clock.now() + CROWDED };
    },

    async pause(until) {
      const interval = 60_000 / WORKSPACE_EDITS.perMinute;
      // With its burst used up the allowance grants nothing before.
      const tat = until + (WORKSPACE_EDITS.burst - 1) * interval;
      for (let races = 0; races < RACES; races++) {
        const old = await read();
        if (old >= tat || (await replace(old, tat))) return;
      }
    },
  };
}
