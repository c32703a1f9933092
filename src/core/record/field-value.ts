import { fieldWordProblem } from "./field-word.ts";

/**
 * Says why no event can have this text in a field of CloudTrail's own, if none can.
 *
 * @param key The field's flat key; indices of lists may be left out.
 * @returns What is wrong and what to write instead.
 */
export function fieldValueProblem(key: string, text: string): string | undefined {
  if (key === "eventName") return eventNameProblem(text);
  if (key === "eventSource") return eventSourceProblem(text);
  if (key === "sourceIPAddress") return addressProblem(text);
  if (ARN_FIELDS.test(key) && text.includes("*")) {
    return `it is compared as it is, without wildcards: write like(field, ${quoted(text)})`;
  }
  const word = fieldWordProblem(key, text);
  if (word !== undefined) return word;
  return /(^|\.)(recipientAccountId|vpcEndpointAccountId)$|^(userIdentity|resources)\..*accountId$/.test(
    key,
  )
    ? accountProblem(text)
    : undefined;
}

/**
 * Says why no event can have this text in a part of a field of CloudTrail's own, if none can.
 *
 * @param key The field's flat key.
 * @param name The function that looks for the text: `starts_with`, `ends_with`, `contains` or `like`.
 */
export function fieldPartProblem(key: string, name: string, text: string): string | undefined {
  if (name === "like") {
    const foreign = NAMES.test(key) && /[%^$\\]|\.\*$/.exec(text)?.[0];
    return foreign ? `* alone stands for any text, and ${foreign} for itself` : undefined;
  }
  if ((NAMES.test(key) || ARN_FIELDS.test(key)) && text.includes("*")) {
    return `* stands for itself there: leave it out, or write like(${key}, ${quoted(text)})`;
  }
  if (key === "sourceIPAddress" && isNet(text)) return addressProblem(text);
  return undefined;
}

/** Names of CloudTrail's and of services, which are words. */
const NAMES =
  /^(eventName|eventSource|eventType|eventCategory|awsRegion|errorCode|sourceIPAddress)$/;

/** Who calls, always in full. What is called may have a star in its name. */
const ARN_FIELDS = /^userIdentity\.(arn|sessionContext\.sessionIssuer\.arn)$/;

const IPV4_NET = /^[\d.]+\/\d+$/;
const IPV6_NET = /^[\da-f:]+\/\d+$/i;

function isNet(text: string): boolean {
  return IPV4_NET.test(text) || (text.includes(":") && IPV6_NET.test(text));
}

function addressProblem(text: string): string | undefined {
  if (isNet(text)) return `it is one address: write in_cidr(sourceIPAddress, ${quoted(text)})`;
  if (/^[\d.]*\*$/.test(text))
    return `it is compared as it is: write like(sourceIPAddress, ${quoted(text)})`;
  if (/^\d[\d.]*$/.test(text) && !/^\d+(\.\d+){3}$/.test(text)) {
    return `it is a whole address: write starts_with(sourceIPAddress, ${quoted(text)})`;
  }
  return undefined;
}

/** Services are named by the address of their interface. */
function eventSourceProblem(text: string): string | undefined {
  if (/^[a-z0-9-]+$/i.test(text)) {
    return `services are named in full: write ${quoted(`${text.toLowerCase()}.amazonaws.com`)}`;
  }
  if (/^[a-z0-9.-]+:/i.test(text)) {
    return `it has no event's name in it: write ${quoted(text.slice(0, text.indexOf(":")))}`;
  }
  if (/[*?,\s]/.test(text)) return "it is one service's name, compared as it is";
  const [, service] = /^([a-z0-9-]+)\.amazon(?:aws?)?\.?(?:com?|org|net)?$/i.exec(text) ?? [];
  const whole = `${service?.toLowerCase()}.amazonaws.com`;
  if (service && text !== whole)
    return `services are named in full, in small letters: write ${quoted(whole)}`;
  return undefined;
}

/** Ids are 12 digits; anonymous callers have a word for one. */
function accountProblem(text: string): string | undefined {
  if (!/^[\d\s-]*$/.test(text) || /^\d{12}$/.test(text)) return undefined;
  return "an account's id has 12 digits and nothing else";
}

/**
 * Says why no event can have this `eventName`, if none can. Names are compared as they are. They
 * are words, mostly of letters, with an odd underscore, dot or address of an interface in them.
 *
 * @returns What is wrong and what to write instead.
 */
export function eventNameProblem(name: string): string | undefined {
  if (name.trim() === "") return "it is empty";
  const parts = name.split(/[\s,;|]+/).filter((part) => part !== "");
  if (parts.length > 1) return `an event has one name: write ${parts.map(quoted).join(", ")}`;
  if (/[\s,;|]/.test(name))
    return `an event's name has no blank or comma: write ${quoted(parts[0] as string)}`;
  if (/[*?]/.test(name)) {
    const stem = name.replace(/^[\w.-]+:/, "").replace(/[*?].*/s, "");
    return `names are compared as they are, without wildcards: name each event, or write a rule with starts_with(eventName, ${quoted(stem)})`;
  }
  const [, action] = /^[\w.-]+:(.*)$/s.exec(name) ?? [];
  if (action && !action.startsWith("//"))
    return `an event's name has no service in it: write ${quoted(action)}`;
  if (/\.amazonaws\.com(\.cn)?$/.test(name)) return "this is an eventSource: name the event";
  if (/^\d+$/.test(name)) return "no event's name is a number";
  return undefined;
}

function quoted(text: string): string {
  return `'${text}'`;
}
