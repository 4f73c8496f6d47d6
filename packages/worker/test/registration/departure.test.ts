import {systemClock} from "@oasis-node/primitives/clock";
import {testSigner} from "@oasis-node/primitives/signers";
import {Node} from "@oasis-node/state-transition/node";
import {type NodeEvent, registryErrors} from "@oasis-node/state-transition/registry";
import {expect, test} from "vitest";
import {waitForDeparture} from "../../src/registration/departure.ts";
import type {RegistrationChain} from "../../src/registration/registrationChain.ts";
import {RecordingLogger} from "../support/recordingLogger.ts";
import {random} from "../support/testChain.ts";

const id = testSigner("departing").publicKey;
const own = Node.make({id});
const other = Node.make({id: testSigner("staying").publicKey});

type Registry = Pick<RegistrationChain["registry"], "getNode" | "watchNodes">;

/** Waits with a registry that knows the node and tells of those events, one stream after the other. */
async function wait(streams: (NodeEvent | "broken" | "gone")[][]) {
  const read: unknown[] = [];
  let isGone = false;
  const registry: Registry = {
    getNode: async () => {
      if (isGone) throw registryErrors.noSuchNode();
      return own;
    },
    watchNodes: async function* () {
      for (const event of streams.shift() ?? []) {
        read.push(event);
        if (event === "broken") throw new RangeError("broken");
        if (event === "gone") isGone = true;
        else yield event;
      }
    },
  };
  const logger = new RecordingLogger();
  const clock = {...systemClock, sleep: async () => {}};
  const surroundings = {clock, random, logger};
  const hasGone = await waitForDeparture(registry, id, surroundings, new AbortController().signal);
  return {hasGone, logger, read};
}

test("only the node's own departure counts", async () => {
  const stay: NodeEvent = {node: own, isRegistration: true};
  const others: NodeEvent = {node: other, isRegistration: false};
  const leave: NodeEvent = {node: own, isRegistration: false};
  const {hasGone, read, logger} = await wait([[stay, others, leave, stay]]);
  expect(hasGone).toBe(true);
  expect(read).toEqual([stay, others, leave]);
  expect(logger.count("waiting for node to deregister")).toBe(1);
});

test("a departure while the registry could not be watched is seen when it can be again", async () => {
  const {hasGone, logger} = await wait([["broken"], ["gone"], []]);
  expect(hasGone).toBe(true);
  expect(logger.count("can't get this node from the registry during shutdown wait")).toBe(1);
});
