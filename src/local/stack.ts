import { createBuses } from "./events/buses.ts";
import { createEventBridge } from "./events/put-events.ts";
import { startSchedules } from "./events/schedules.ts";
import { clientEnv, environmentsOf, functionEnv } from "./function-env.ts";
import { untilIdle } from "./idle.ts";
import { createFunctionHost, type FunctionHost } from "./lambda/function-host.ts";
import { startPoller } from "./lambda/poller.ts";
import { startEndpoint } from "./protocol/endpoint.ts";
import type { Intercept } from "./protocol/service.ts";
import { createFanOut } from "./s3/fan-out.ts";
import { createMultipartUploads } from "./s3/multipart.ts";
import type { ObjectChange } from "./s3/notification.ts";
import { bytesOf } from "./s3/object-content.ts";
import { createObjectStore } from "./s3/object-store.ts";
import { createS3 } from "./s3/s3-api.ts";
import { createDynamoDb } from "./services/dynamodb.ts";
import { startExpiry } from "./services/expiry.ts";
import { createSecretsManager } from "./services/secrets-manager.ts";
import { createSns } from "./services/sns.ts";
import { createSts } from "./services/sts.ts";
import { createSinks } from "./sinks.ts";
import { checkMessageText } from "./sqs/message-text.ts";
import type { Queue } from "./sqs/queue.ts";
import { createSqs } from "./sqs/sqs-api.ts";
import { createStackAccess } from "./stack-access.ts";
import { createStackQueues } from "./stack-queues.ts";
import { stackReport } from "./stack-report.ts";
import { describingServices, stackServices } from "./stack-services.ts";
import {
  checkState,
  invocationLog,
  keepPublished,
  keepTables,
  lastingStore,
  publishedBefore,
  queueLog,
  resume,
  tablesBefore,
  tellingOnce,
} from "./stack-state.ts";
import type { Stack, StackOptions } from "./stack-types.ts";
import { objectName } from "./state/kept-state.ts";
import { createCallTrail } from "./trail/call-trail.ts";
import { createActivity } from "./wiring/activity.ts";
import { arnOf, type Place } from "./wiring/arn.ts";
import { checkWiring } from "./wiring/check.ts";

/**
 * Starts everything a wiring describes behind one endpoint. It keeps the process alive until it
 * is closed.
 *
 * @throws {Error} If the wiring refers to something that is not in it.
 * @throws {PatternError} If EventBridge would refuse a rule's pattern.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { wiring, state, callTrail, onEvent = () => {} } = options;
  const failedVisibilitySeconds = options.failedVisibilitySeconds ?? 1;
  checkWiring(wiring);
  if (state !== undefined) checkState(state, wiring);
  const place: Place = {
    account: wiring.account ?? "111122223333",
    region: wiring.region ?? "us-east-1",
  };
  const access = createStackAccess(wiring, place, options);
  const intercept: Intercept = (call) => access.intercept(call) ?? options.intercept?.(call);
  const activity = createActivity();
  const { queues, deadLetterQueues } = createStackQueues(
    wiring,
    onEvent,
    (name) => state && queueLog(state, name),
  );
  const functions = new Map<string, FunctionHost>();
  const toQueue = (name: string, body: string, attributes: Record<string, unknown> = {}) => {
    queues.get(name)?.send(body, { attributes });
  };
  const toFunction = (name: string, event: unknown) => functions.get(name)?.invokeAsync(event);
  const sns = createSns({
    topics: wiring.topics ?? [],
    place,
    keep: options.keep ?? Number.POSITIVE_INFINITY,
    toQueue,
    toFunction,
    mayDeliver: access.mayDeliver,
    ...(state && publishedBefore(state)),
    onPublished(message) {
      if (state !== undefined) keepPublished(state, message);
      onEvent({ kind: "published", message });
    },
  });
  const sinks = createSinks(wiring.sinks ?? [], options.sinkFolder, state !== undefined);
  const toTopic = (topic: string, message: string, subject?: string) => {
    sns.publish(topic, message, subject);
  };
  const buses = createBuses(wiring.buses ?? [], wiring.rules ?? [], {
    place,
    activity,
    intercept,
    refuse: access.refuseTarget,
    targets: {
      toQueue(name, body, attributes) {
        checkMessageText(body);
        toQueue(name, body, attributes);
      },
      toFunction,
      toTopic,
      toSink(sink, text) {
        sinks.deliver(sink, text);
        onEvent({ kind: "delivered", sink });
      },
    },
    targetRetryDelays: options.targetRetryDelays ?? [50, 200],
    onAccepted: (bus, event) => onEvent({ kind: "bus-event", bus, event }),
  });
  const fanOut = createFanOut(wiring.buckets ?? [], {
    place,
    toQueue,
    toFunction,
    toTopic,
    mayNotify: access.mayNotify,
    toDefaultBus: (event) => buses.put("default", event),
  });
  const tell = (change: ObjectChange) => {
    onEvent({ kind: "object", change });
    fanOut(change);
  };
  const onChange = state === undefined ? tell : tellingOnce(state, tell);
  const store = createObjectStore(
    (wiring.buckets ?? []).map(({ name }) => name),
    state && lastingStore(state),
  );
  const uploads = createMultipartUploads(store);
  const dynamodb = await createDynamoDb(state?.tables);
  const putObject: Stack["putObject"] = async (bucket, key, body) => {
    const object = await store.write(bucket, key, bytesOf(body));
    onChange({ bucket, object, event: "ObjectCreated:Put", time: object.lastModified });
    return object;
  };
  const metrics = () => [...functions.values()].flatMap(({ log }) => log.metrics());
  const queueUrl = (name: string) => `${endpoint.url}/${place.account}/${name}`;
  const failEntry = options.failEntry === undefined ? {} : { failEntry: options.failEntry };

  const put: Stack["putObject"] = (...file) => putObject(...file);
  const calls = callTrail && createCallTrail(callTrail, place, { put, buses });
  const endpoint = await startEndpoint({
    intercept,
    ...(calls && {
      onAnswered: (it) => calls.note({ ...it, caller: access.callerOf(it.accessKeyId) }),
    }),
    s3: createS3({ store, uploads, region: place.region, onChange }),
    dynamodb: dynamodb.handle,
    ...stackServices({
      sqs: createSqs({ queues, urlOf: queueUrl, arnOf: (name) => arnOf("sqs", name, place) }),
      events: createEventBridge({ ...wiring, buses, place, ...failEntry }),
      secretsmanager: createSecretsManager(wiring.secrets ?? [], place),
      sns: sns.operations,
      sts: createSts(place, access.assumed),
      ...describingServices(wiring, place, { queueUrl, metrics }),
    }),
  });
  try {
    await dynamodb.createTables(wiring.tables ?? [], endpoint.url, state && tablesBefore(state));
    if (state !== undefined) keepTables(state, wiring.tables ?? []);
  } catch (cause) {
    await endpoint.close();
    await dynamodb.close();
    uploads.close();
    store.close();
    throw cause;
  }

  const endExpiry = startExpiry(dynamodb, wiring.tables ?? [], endpoint.url);

  for (const each of wiring.functions ?? []) {
    const host = createFunctionHost(each, {
      place,
      activity,
      toQueue,
      env: functionEnv(each, endpoint.url, place, queueUrl, access.credentialsOf(each)),
      maxEnvironments: options.maxEnvironments ?? environmentsOf(each.name, wiring),
      retryDelays: options.asyncRetryDelays ?? [200, 400],
      onInvoked: (invocation) => onEvent({ kind: "invocation", invocation }),
      ...(state && { log: invocationLog(state, each.name) }),
    });
    functions.set(each.name, host);
  }
  const hostOf = (name: string): FunctionHost => {
    const host = functions.get(name);
    if (host !== undefined) return host;
    throw new Error(`Cannot find a function of the local stack by its name: "${name}"`);
  };
  const queueOf = (name: string): Queue => {
    const queue = queues.get(name);
    if (queue !== undefined) return queue;
    throw new Error(`Cannot find a queue of the local stack by its name: "${name}"`);
  };
  const mappings = wiring.eventSourceMappings ?? [];
  const pollers = mappings.filter(access.mayPoll).map((mapping) =>
    startPoller(mapping, {
      place,
      activity,
      queue: queueOf(mapping.queue),
      host: hostOf(mapping.function),
      failedVisibilitySeconds,
    }),
  );

  if (state !== undefined) resume(state, { queues, functions, onChange, failedVisibilitySeconds });
  const schedules = startSchedules(wiring.schedules ?? [], { buses, place });

  return {
    endpointUrl: endpoint.url,
    env: clientEnv(endpoint.url, place),
    queueUrl,
    topicArn: (topic) => arnOf("sns", topic, place),
    putObject,
    ...(calls && { calls }),
    deleteObject(bucket, key) {
      const object = store.delete(bucket, key);
      if (object === undefined) return;
      onChange({ bucket, object, event: "ObjectRemoved:Delete", time: Date.now() });
    },
    idle: (idleOptions) =>
      untilIdle(activity, [...new Set(mappings.map(({ queue }) => queueOf(queue)))], idleOptions),
    report: () =>
      stackReport([...queues.values()], deadLetterQueues, buses, [...functions.values()]),
    refusals: access.refusals,
    messages: (queue) => queueOf(queue).messages(),
    delivered: sinks.delivered,
    deliveries: sinks.lately,
    sinkCounts: sinks.counts,
    logLines: (name) => hostOf(name).log.lines(),
    counters: (name) => hostOf(name).log.counters(),
    loggedMetrics: (name) => hostOf(name).log.metrics(),
    metrics,
    snsMessages: sns.messages,
    snsCounts: sns.counts,
    putBefore: (bucket, key) => state?.kept.everPut.get(objectName(bucket, key)),
    async close() {
      endExpiry();
      schedules.close();
      for (const poller of pollers) poller.close();
      await Promise.all([...functions.values()].map((host) => host.close()));
      await endpoint.close();
      await dynamodb.close();
      for (const queue of queues.values()) queue.close();
      uploads.close();
      store.close();
    },
  };
}
