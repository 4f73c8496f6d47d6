import {
  field,
  mapped,
  nullable,
  omitEmpty,
  type Schema,
  struct,
  u8,
  u64,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Empty, errorSchema} from "./bodies/common.ts";
import {hostBodies} from "./bodies/hostBodies.ts";
import {runtimeBodies} from "./bodies/runtimeBodies.ts";
import {type Form, hostForm, runtimeForm} from "./form.ts";

/** Kinds of message (runtime-workers §1.1). */
export const messageTypes = {invalid: 0, request: 1, response: 2} as const;

function allBodies(form: Form) {
  return {Empty, Error: errorSchema(form), ...runtimeBodies(form), ...hostBodies(form)};
}

type Bodies = ReturnType<typeof allBodies>;

/** Name of a body on the wire. */
export type BodyType = keyof Bodies;

/** Content of a body by its name. */
export type BodyValue<K extends BodyType> = ValueOf<Bodies[K]>;

/** One body with its name. */
export type Body = {[K in BodyType]: {readonly type: K; readonly value: BodyValue<K>}}[BodyType];

/** One message; each side counts its own requests from 0, a response has the number of its request (runtime-workers §1.1). */
export interface Message {
  readonly id: bigint;
  /** One of `messageTypes`. */
  readonly messageType: number;
  readonly body: Body;
}

/** Messages as the host writes them. */
export const HostMessage: Schema<Message> = messageSchema(hostForm);

/** Messages as a runtime writes them. */
export const RuntimeMessage: Schema<Message> = messageSchema(runtimeForm);

function messageSchema(form: Form): Schema<Message> {
  return struct("protocol.Message", {id: u64, messageType: u8, body: bodySchema(allBodies(form))});
}

/** A map with exactly one key, the name of the body. */
function bodySchema(bodies: Readonly<Record<BodyType, Schema<unknown>>>): Schema<Body> {
  const variants = Object.entries(bodies).map(
    ([type, schema]) => [type, field(type, omitEmpty(nullable(schema)))] as const,
  );
  const wire = struct("protocol.Body", Object.fromEntries(variants));
  const none = wire.zero();
  return mapped(wire, {
    name: "protocol.Body",
    to: (fields) => {
      const present = Object.entries(fields).filter(([, value]) => value !== null);
      const [first] = present;
      if (first === undefined || present.length > 1) return null;
      const [type, value] = first;
      // The schema of this name has made the value.
      return {type, value} as Body;
    },
    from: ({type, value}) => ({...none, [type]: value}),
  });
}
