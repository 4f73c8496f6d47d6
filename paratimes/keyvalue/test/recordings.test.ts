import {describe, expect, test} from "vitest";
import {type Play, playHost} from "./support/playHost.ts";
import {readRecording} from "./support/recording.ts";

describe("to the recorded host the ParaTime says what the reference's said", () => {
  for (const name of ["lifecycle", "txn", "malformed-light-block", "malformed-tx-execute"]) {
    test(name, async () => {
      const {answers, end} = await playHost(readRecording(`keyvalue-${name}`));
      expect(different(answers)).toEqual([]);
      expect(answers.length).toBeGreaterThan(1);
      expect(end.kind).toBe("closed");
    });
  }
});

describe("where the reference's process aborted", () => {
  for (const name of ["io-root-mismatch", "namespace-mismatch", "storage-error"]) {
    test(`nothing is said: ${name}`, async () => {
      const {answers, end} = await playHost(readRecording(`keyvalue-fatal-${name}`));
      expect(different(answers)).toEqual([]);
      expect(end.kind).toBe("failed");
    });
  }
});

describe("where the reference's process could not read a message", () => {
  for (const name of ["null-check-inputs", "null-round-results"]) {
    test(`the connection ends: ${name}`, async () => {
      const {answers, end} = await playHost(readRecording(`keyvalue-fatal-${name}`));
      expect(different(answers)).toEqual([]);
      expect(end).toMatchObject({kind: "closed", reason: {code: "badFrame"}});
    });
  }
});

function different(answers: Play["answers"]): Play["answers"] {
  return answers.filter(({recorded, ours}) => recorded !== ours);
}
