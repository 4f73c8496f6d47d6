import {utf8} from "@oasis-node/primitives/bytes";
import {systemClock} from "@oasis-node/primitives/clock";
import {asEpoch, asHeight, asRound, type Height} from "@oasis-node/primitives/epoch";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {testSigner} from "@oasis-node/primitives/signers";
import {ConsensusBlock} from "@oasis-node/rpc/services";
import {type Committee, committeeKinds, committeeRoles} from "@oasis-node/state-transition/committee";
import {Node} from "@oasis-node/state-transition/node";
import {NodeEvent, Runtime} from "@oasis-node/state-transition/registry";
import {type AnnotatedBlock, Block, headerTypes, RoothashEvent} from "@oasis-node/state-transition/roothash";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {CommitteeFollower, type Group, type Transition} from "../../src/committee/index.ts";
import {Feed} from "../support/feed.ts";
import {RecordingLogger} from "../support/recordingLogger.ts";

const runtimeId = testNamespace(utf8("follower"));
const own = testSigner("follower own").publicKey;
const member = testSigner("follower member").publicKey;
const {normal, roundFailed, epochTransition, suspended} = headerTypes;

function committee(kind: "executor" | "storage"): Committee {
  const members = [own, member].map((publicKey) => ({role: committeeRoles.worker, publicKey}));
  return {kind: committeeKinds[kind], members, runtimeId, validFor: asEpoch(1n)};
}

/** A chain that says what it is told to say, and a follower of it. */
class Followed {
  readonly blocks = new Feed<AnnotatedBlock>();
  readonly events = new Feed<RoothashEvent>();
  readonly heights = new Feed<ConsensusBlock>();
  readonly nodes = new Feed<NodeEvent>();
  readonly logger = new RecordingLogger();
  readonly transitions: Transition[] = [];
  readonly told: string[] = [];
  readonly counts = new Map<string, number>();
  readonly follower: CommitteeFollower;
  committees: Committee[] = [committee("executor"), committee("storage")];
  failures = 0;
  epochs: Height[] = [];
  #waiting: (() => void)[] = [];

  constructor() {
    const count = (name: string) => ({
      inc: () => void this.counts.set(name, (this.counts.get(name) ?? 0) + 1),
    });
    this.follower = new CommitteeFollower({
      clock: {now: systemClock.now, sleep: (_, signal) => systemClock.sleep(1, signal)},
      random: (length) => new Uint8Array(length),
      logger: this.logger,
      runtimeId,
      ownKey: own,
      metrics: {
        blocks: count("blocks"),
        events: count("events"),
        failedRounds: count("failedRounds"),
        epochTransitions: count("epochTransitions"),
        epoch: {set: (value) => void this.counts.set("epoch", value)},
      },
      chain: {
        roothash: {
          watchBlocks: (_, options) => {
            this.#tell("open");
            return this.blocks.open(options);
          },
          watchEvents: (_, options) => this.events.open(options),
        },
        consensus: {watchBlocks: (_, options) => this.heights.open(options)},
        consensusLight: {
          getLightBlock: async (height) => {
            if (this.failures-- > 0) throw new RangeError("no light block");
            return {height, meta: utf8("light")};
          },
        },
        scheduler: {getCommittees: async () => this.committees},
        beacon: {
          getEpoch: async (height) => {
            this.epochs.push(height);
            return asEpoch(height / 10n);
          },
          getEpochBlock: async (epoch) => asHeight(epoch * 10n),
        },
        registry: {
          getNode: async ({id}) => Node.make({id}),
          getRuntime: async ({id}) => ({...Runtime.zero(), id}),
          watchNodes: (_, options) => this.nodes.open(options),
        },
      },
    });
    this.follower.observe({
      onTransition: async (transition) => {
        this.transitions.push(transition);
        this.#tell(`${transition.kind} ${transition.block.header.round}`);
      },
      onEvent: async () => this.#tell("event"),
      onHeight: async (height) => this.#tell(`height ${height}`),
      onMember: async (group: Group) => this.#tell(`member ${group.members.size}`),
    });
  }

  async block(round: bigint, headerType: number, height = round * 5n): Promise<Transition | undefined> {
    const before = this.transitions.length;
    const block = {header: {...Block.zero().header, round: asRound(round), headerType}};
    this.blocks.push({consensusHeight: asHeight(height), block});
    await this.until(() => this.transitions.length > before);
    return this.transitions.at(-1);
  }

  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #tell(what: string): void {
    this.told.push(what);
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

let stop = new AbortController();
let running: Promise<void> = Promise.resolve();
let chain = new Followed();

beforeEach(async () => {
  chain = new Followed();
  running = chain.follower.run(stop.signal);
  await chain.blocks.untilRead();
  await chain.events.untilRead();
  await chain.heights.untilRead();
  await chain.nodes.untilRead();
});

afterEach(async () => {
  stop.abort();
  await running;
  stop = new AbortController();
});

describe("a follower of committees", () => {
  test("reads the group with the first block, whatever it is, and then with each epoch's", async () => {
    const first = await chain.block(3n, normal);
    expect(first).toMatchObject({kind: "epoch", height: 15n, consensusBlock: {height: 15n}});
    expect(first?.group).toMatchObject({epoch: 1n, version: 10n, runtime: {id: runtimeId}, ownKey: own});
    expect(first?.group?.members.size).toBe(2);
    const same = await chain.block(4n, normal);
    expect(same).toMatchObject({kind: "round"});
    expect(same?.group).toBe(first?.group);
    expect((await chain.block(5n, roundFailed))?.kind).toBe("roundFailed");
    const next = await chain.block(6n, epochTransition);
    expect(next).toMatchObject({kind: "epoch", group: {epoch: 3n, version: 30n}});
    expect(chain.epochs).toEqual([15n, 30n]);
    expect(Object.fromEntries(chain.counts)).toEqual({
      blocks: 4,
      epochTransitions: 2,
      epoch: 3,
      failedRounds: 1,
    });
  });

  test("has no group while the runtime is suspended, nor without committees until the next epoch", async () => {
    await chain.block(1n, normal);
    expect(await chain.block(2n, suspended)).toMatchObject({kind: "suspended", group: null});
    expect((await chain.block(3n, normal))?.group).toBeNull();
    chain.committees = [committee("executor")];
    expect(await chain.block(4n, epochTransition)).toMatchObject({kind: "epoch", group: null});
    chain.committees = [committee("executor"), committee("storage")];
    expect((await chain.block(5n, normal))?.group).toBeNull();
    expect((await chain.block(6n, epochTransition))?.group).not.toBeNull();
  });

  test("tells of a block once, though it is told again", async () => {
    await chain.block(2n, normal);
    chain.blocks.push({consensusHeight: asHeight(10n), block: chain.transitions[0]?.block ?? null});
    await chain.block(3n, normal);
    expect(chain.told).toEqual(["open", "epoch 2", "round 3"]);
  });

  test("asks again for a block that it could not take", async () => {
    chain.failures = 1;
    chain.blocks.push({
      consensusHeight: asHeight(5n),
      block: Block.make({header: {...Block.zero().header, headerType: normal}}),
    });
    await chain.until(() => chain.told.length === 2);
    expect(chain.told).toEqual(["open", "open"]);
    expect(chain.logger.count("failed to watch roothash blocks")).toBe(1);
    expect((await chain.block(1n, normal))?.kind).toBe("epoch");
  });

  test("tells of events, heights and members in turn", async () => {
    await chain.block(1n, normal);
    chain.heights.push({...ConsensusBlock.zero(), height: asHeight(7n)});
    chain.events.push(RoothashEvent.zero());
    await chain.until(() => chain.told.length === 4);
    chain.nodes.push({
      ...NodeEvent.zero(),
      node: Node.make({id: testSigner("stranger").publicKey}),
      isRegistration: true,
    });
    chain.nodes.push({...NodeEvent.zero(), node: Node.make({id: member, roles: 5}), isRegistration: true});
    await chain.until(() => chain.told.length === 5);
    expect(chain.follower.group?.members.get(member)?.roles).toBe(5);
    chain.nodes.push({...NodeEvent.zero(), node: Node.make({id: member}), isRegistration: false});
    await chain.until(() => chain.told.length === 6);
    expect(chain.told.slice(4)).toEqual(["member 2", "member 1"]);
    expect(chain.transitions[0]?.group?.members.size).toBe(2);
  });

  test("leaves out blocks of a type that no block has", async () => {
    const block = {header: {...Block.zero().header, headerType: 9}};
    chain.blocks.push({consensusHeight: asHeight(5n), block});
    await chain.logger.until("invalid block type");
    expect((await chain.block(1n, normal))?.kind).toBe("epoch");
  });
});
