import {playHost} from "../../../paratimes/keyvalue/test/support/playHost.ts";
import {readRecordingFile} from "../../../paratimes/keyvalue/test/support/recording.ts";
import type {FileKind} from "../kind.ts";

/**
 * Conversations of the reference host with the reference's key-value runtime: the host's frames are played to ours, which
 * has to say the same, and to end the same way.
 */
export const paratime: FileKind = {
  name: "paratime",
  async check(path, report) {
    const recording = readRecordingFile(path);
    const {answers, end} = await playHost(recording);
    for (const {seq, body, recorded, ours} of answers) {
      report.record(`frame ${seq} (${body})`);
      report.expect("frame", recorded, ours);
    }
    report.record("the end");
    report.expect("aborted", recording.exit.includes("aborted"), end.kind === "failed");
  },
};
