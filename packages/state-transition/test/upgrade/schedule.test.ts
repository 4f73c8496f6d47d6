import {asEpoch, asHeight} from "@oasis-node/primitives/epoch";
import {protocolVersions} from "@oasis-node/primitives/version";
import {describe, expect, test} from "vitest";
import {
  checkCompatible,
  type PendingUpgrades,
  type UpgradeDescriptor,
  UpgradeError,
  UpgradeSchedule,
} from "../../src/upgrade/index.ts";
import {resultOf} from "../resultOf.ts";

function descriptor(epoch: bigint, handler = "known"): UpgradeDescriptor {
  return {v: 1, handler, target: protocolVersions, epoch: asEpoch(epoch)};
}

/** A node that keeps its list over restarts, and writes down which handlers ran. */
class TestNode {
  kept: PendingUpgrades;
  readonly ran: string[] = [];
  #schedule: UpgradeSchedule<string>;

  constructor(kept: PendingUpgrades = []) {
    this.kept = kept;
    this.#schedule = this.#start();
  }

  get schedule(): UpgradeSchedule<string> {
    return this.#schedule;
  }

  restart(): void {
    this.#schedule = this.#start();
  }

  run(step: string, epoch: bigint, height: bigint): string {
    return resultOf(() => this.#schedule.run(step, asEpoch(epoch), asHeight(height)));
  }

  #start(): UpgradeSchedule<string> {
    const handler = (step: string): void => {
      this.ran.push(step);
    };
    return new UpgradeSchedule<string>({
      pending: this.kept,
      handlers: new Map([["known", handler]]),
      save: (pending) => {
        this.kept = pending;
      },
    });
  }
}

describe("an upgrade on the list of a node", () => {
  test("stops the node at its epoch, runs after the restart in that block only, and is over in the next", () => {
    const node = new TestNode();
    node.schedule.submit(descriptor(5n));
    expect(node.run("begin", 4n, 10n)).toBe("ok");
    expect(node.run("begin", 5n, 11n)).toBe("upgrade/1");
    expect(node.kept).toMatchObject([{upgradeHeight: 11n, lastCompletedStage: 0n}]);
    node.restart();
    expect(node.kept).toMatchObject([{upgradeHeight: 11n, lastCompletedStage: 1n}]);
    expect(node.schedule.hasUpgradeAt(asHeight(11n))).toBe(true);
    expect(node.run("begin", 5n, 11n)).toBe("ok");
    expect(node.run("end", 5n, 11n)).toBe("ok");
    expect(node.run("late", 5n, 12n)).toBe("ok");
    expect(node.ran).toEqual(["begin", "end"]);
    expect(node.kept).toEqual([]);
  });

  test("is over although another is still to come, where the reference crashes", () => {
    const reached = {v: 1, descriptor: descriptor(5n), upgradeHeight: 11n, lastCompletedStage: 1n};
    const later = {v: 1, descriptor: descriptor(9n), upgradeHeight: 0n, lastCompletedStage: 0n};
    const node = new TestNode([reached, later]);
    expect(node.run("begin", 5n, 12n)).toBe("ok");
    expect(node.run("end", 5n, 12n)).toBe("ok");
    expect(node.kept).toEqual([later]);
  });

  test("hides those after it until its epoch comes", () => {
    const node = new TestNode();
    node.schedule.submit(descriptor(9n));
    node.schedule.submit(descriptor(5n));
    expect(node.run("begin", 5n, 11n)).toBe("ok");
    expect(node.run("begin", 9n, 12n)).toBe("upgrade/1");
    expect(node.kept).toMatchObject([{upgradeHeight: 12n}, {upgradeHeight: 0n}]);
  });

  test("is on it once", () => {
    const {schedule} = new TestNode();
    schedule.submit(descriptor(5n));
    expect(resultOf(() => schedule.submit(descriptor(5n)))).toBe("upgrade/5");
    expect(resultOf(() => schedule.submit(descriptor(6n)))).toBe("ok");
  });

  test("can be cancelled until it is reached", () => {
    const node = new TestNode();
    node.schedule.submit(descriptor(5n));
    node.schedule.cancel(descriptor(6n));
    expect(node.schedule.find(descriptor(5n))).not.toBeNull();
    node.schedule.cancel(descriptor(5n));
    expect(node.kept).toEqual([]);
    node.schedule.submit(descriptor(5n));
    expect(node.run("begin", 5n, 11n)).toBe("upgrade/1");
    expect(resultOf(() => node.schedule.cancel(descriptor(5n)))).toBe("upgrade/6");
  });

  test("is not that of a height before it was reached or after it was done", () => {
    const done = {v: 1, descriptor: descriptor(5n), upgradeHeight: 11n, lastCompletedStage: 2n};
    const {schedule} = new TestNode([done]);
    expect(schedule.hasUpgradeAt(asHeight(11n))).toBe(false);
    schedule.submit(descriptor(5n));
    expect(schedule.hasUpgradeAt(asHeight(0n))).toBe(false);
  });
});

describe("a node that cannot carry out an upgrade that was reached", () => {
  const reached = (change: Partial<UpgradeDescriptor>): PendingUpgrades => [
    {v: 1, descriptor: {...descriptor(5n), ...change}, upgradeHeight: 11n, lastCompletedStage: 0n},
  ];
  const otherMajor = {...protocolVersions, consensusProtocol: {major: 5, minor: 0, patch: 0}};
  const otherMinor = {...protocolVersions, consensusProtocol: {major: 4, minor: 9, patch: 1}};

  test("does not start", () => {
    expect(() => new TestNode(reached({handler: "unknown"}))).toThrow(UpgradeError);
    expect(() => new TestNode(reached({target: otherMajor}))).toThrow(UpgradeError);
    expect(() => new TestNode(reached({target: otherMinor}))).not.toThrow();
  });

  test("starts while the upgrade is still to come", () => {
    const [entry] = reached({handler: "unknown"});
    expect(() => new TestNode(entry === undefined ? [] : [{...entry, upgradeHeight: 0n}])).not.toThrow();
  });

  test("is told so by the major consensus version alone", () => {
    expect(() => checkCompatible({...descriptor(5n), target: otherMajor})).toThrow(
      expect.objectContaining({code: "version"}),
    );
    expect(() => checkCompatible({...descriptor(5n), target: otherMinor})).not.toThrow();
  });

  test("does not go on with a list from a later height or without a descriptor", () => {
    const [entry] = reached({});
    if (entry === undefined) throw new TypeError("no entry");
    expect(() => new TestNode([entry]).schedule.run("begin", asEpoch(5n), asHeight(10n))).toThrow(
      UpgradeError,
    );
    expect(() => new TestNode([{...entry, descriptor: null}])).toThrow(UpgradeError);
  });
});
