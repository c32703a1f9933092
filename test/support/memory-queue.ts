import { createHash } from "node:crypto";
import { SQSClient } from "@aws-sdk/client-sqs";
import { httpStub } from "./http-stub.ts";

/** A queue behind the real client that keeps what it is sent. */
export interface MemoryQueue {
  readonly client: SQSClient;
  readonly url: string;
  readonly sent: { readonly body: string; readonly delay: number }[];
  /** Whether it answers with a fault. */
  fails: boolean;
  close(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1. */
export async function memoryQueue(): Promise<MemoryQueue> {
  const stub = await httpStub();
  const client = new SQSClient({
    endpoint: stub.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  const queue: MemoryQueue = {
    client,
    url: `${stub.url}/000000000000/turns`,
    sent: [],
    fails: false,
    async close() {
      client.destroy();
      await stub.close();
    },
  };
  stub.answer = ({ body }) => {
    if (queue.fails) return { status: 500 };
    const { MessageBody = "", DelaySeconds = 0 } = JSON.parse(body);
    queue.sent.push({ body: MessageBody, delay: DelaySeconds });
    // The client checks what the queue says it received.
    const MD5OfMessageBody = createHash("md5").update(MessageBody).digest("hex");
    return {
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ MD5OfMessageBody }),
    };
  };
  return queue;
}
