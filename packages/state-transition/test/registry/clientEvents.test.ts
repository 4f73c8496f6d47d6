import {asEpoch, asHeight} from "@oasis-node/primitives/epoch";
import {emptyHash} from "@oasis-node/primitives/hash";
import {expect, test} from "vitest";
import {emitRegistry} from "../../src/registry/events.ts";
import {RegistryEvent, registryEvents} from "../../src/registry/index.ts";
import {contextFor, emptyState} from "../appContext.ts";
import {nodeDescriptor, publicKey, runtime} from "./world.ts";

const origin = {height: asHeight(7n), txHash: emptyHash};
const entity = {v: 2, id: publicKey("owner"), nodes: null};
const node = nodeDescriptor();
const second = nodeDescriptor({expiration: asEpoch(3n)}, "second");

test("clients get an event for each that happened, in order, and none for the beginning of an epoch", () => {
  const context = contextFor({tree: emptyState()});
  emitRegistry.epoch(context, []);
  emitRegistry.epoch(context, [node, second]);
  emitRegistry.entityRegistered(context, entity);
  context.emit("100_staking", {key: new Uint8Array([1]), value: new Uint8Array()});
  emitRegistry.runtimeRegistered(context, runtime);
  emitRegistry.nodeRegistered(context, node);
  emitRegistry.nodeUnfrozen(context, node.id);
  emitRegistry.entityDeregistered(context, entity);
  expect(registryEvents(context.events, origin)).toEqual(
    [
      {nodeEvent: {node, isRegistration: false}},
      {nodeEvent: {node: second, isRegistration: false}},
      {entityEvent: {entity, isRegistration: true}},
      {runtimeEvent: {runtime}},
      {nodeEvent: {node, isRegistration: true}},
      {nodeUnfrozenEvent: {nodeId: node.id}},
      {entityEvent: {entity, isRegistration: false}},
    ].map((what) => RegistryEvent.make({...origin, ...what})),
  );
});
