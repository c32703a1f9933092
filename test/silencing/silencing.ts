import { type Synthesis, synthesizeSettings } from "../../infra/build/synthesize.ts";
import { NOTIFIER_ENV } from "../../src/contract.ts";
import type { Settings } from "../../src/core/settings/settings.ts";
import { wiringOf } from "../../src/local/template/template-wiring.ts";
import type { Wiring } from "../../src/local/wiring/wiring.ts";
import { type Taking, takingsOf } from "./takings.ts";
import { type Deployed, newMemory, World } from "./world.ts";

/** What came of one thing that was done to one resource. */
export interface Row extends Omit<Taking, "change" | "call"> {
  readonly call: string;
  /** Minutes until the canary's alarm; undefined if it does not go off. */
  readonly canary?: number;
  /** Minutes until a dead letter's alarm. */
  readonly deadLetters?: number;
  /** Whether the alarm topic is told of the call by the second way out. */
  readonly toTopic: boolean;
  /** Whether that takes `IamCallForwarder` in us-east-1: without it, IAM's calls are not told here. */
  readonly byForwarder: boolean;
  /** Whether the notifier shows it where alerts go. */
  readonly toAlerts: boolean;
}

/** Minutes in which something must be heard. */
export const PATIENCE = 15;

/** Seconds above which the canary's alarm counts a minute, and minutes it counts: the template's. */
interface CanaryAlarm {
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
}

/** Does everything to every resource that some settings' deployment needs, one at a time. */
export async function silence(
  settings: Settings,
  folder: string,
  only?: (taking: Taking) => boolean,
): Promise<readonly Row[]> {
  const synthesis: Synthesis<"trailbridge"> = await synthesizeSettings(settings, folder);
  const { trailbridge } = synthesis.stacks;
  const { wiring: bare } = wiringOf([trailbridge]);
  const wiring: Wiring = {
    ...bare,
    secrets: secretsOf(settings).map((name) => ({ name, value: "x" })),
  };
  const deployed: Deployed = {
    wiring,
    place: { account: wiring.account ?? "", region: wiring.region ?? "" },
    logGroups: new Set((wiring.functions ?? []).map(({ name }) => name)),
  };
  const [, canaryAlarm] =
    Object.entries(trailbridge.template.Resources).find(([id]) =>
      id.startsWith("TrailbridgeAlarmsCanary"),
    ) ?? [];
  if (canaryAlarm === undefined) throw new Error("There is no alarm of canaries");
  const rows: Row[] = [];
  for (const taking of takingsOf(trailbridge, deployed)) {
    if (only !== undefined && !only(taking)) continue;
    rows.push(await rowOf(taking, deployed, canaryAlarm.Properties as unknown as CanaryAlarm));
  }
  synthesis.close();
  return rows;
}

async function rowOf(taking: Taking, whole: Deployed, alarm: CanaryAlarm): Promise<Row> {
  const memory = newMemory(alertTableOf(whole.wiring));
  const before = await World.of(whole, memory);
  for (let minute = 0; minute < 11; minute++) await before.tick();
  const { resource, type, how, call } = taking;
  if (isAlarming(before, before.minute, alarm) || before.deadLetters().length > 0) {
    throw new Error(`It alarms though nothing was done to it (${before.deadLetters().join(", ")})`);
  }
  const after = await World.of(taking.change(whole), memory);
  const base = after.minute;
  let canary: number | undefined;
  let deadLetters: number | undefined;
  const mayTell = alarmMayTell(taking);
  await after.call(call);
  for (let minutes = 1; minutes <= PATIENCE; minutes++) {
    await after.tick();
    const heard = alarmsReach(taking) && mayTell;
    if (
      heard &&
      canary === undefined &&
      minutes >= alarm.EvaluationPeriods &&
      isAlarming(after, base + minutes, alarm)
    )
      canary = minutes;
    if (heard && deadLetters === undefined && after.deadLetters().length > 0) deadLetters = minutes;
  }
  return {
    resource,
    type,
    how,
    call: call.operation,
    ...(canary !== undefined && { canary }),
    ...(deadLetters !== undefined && { deadLetters }),
    toTopic: after.told.length > 0,
    byForwarder: call.service === "iam" && whole.place.region !== "us-east-1",
    toAlerts: after.shown.some((text) => text.includes("own resources")),
  };
}

/** The last minutes are above the threshold, or have no word of it. */
function isAlarming(
  { measured }: World,
  minute: number,
  { Threshold, EvaluationPeriods }: CanaryAlarm,
): boolean {
  return Array.from({ length: EvaluationPeriods }, (_, i) => measured.get(minute - i)).every(
    (seconds) => seconds === undefined || seconds > Threshold,
  );
}

/** An alarm that is gone tells nothing itself. */
function alarmMayTell({ type }: Taking): boolean {
  return type !== "AWS::CloudWatch::Alarm";
}

/** Whether what CloudWatch publishes gets through: the topic of the alarms, its policy and its key are there. */
function alarmsReach({ resource, type }: Taking): boolean {
  const isTopics = ["AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "AWS::SNS::Subscription"].includes(
    type,
  );
  return !(isTopics && resource.includes("AlarmTopic")) && type !== "AWS::KMS::Key";
}

function secretsOf({ slack, routes }: Settings): readonly string[] {
  return [
    slack.app?.botTokenSecretId,
    slack.webhook?.urlSecretId,
    ...routes.map(({ slackWebhookSecretId }) => slackWebhookSecretId),
  ].filter((it) => it !== undefined);
}

/** Name of the table of alerts: that of the function that says so. */
function alertTableOf({ functions = [] }: Wiring): string {
  const names = functions.flatMap(({ environment }) => environment?.[NOTIFIER_ENV.threadTableName]);
  return String(names.find((name) => name !== undefined) ?? "");
}
