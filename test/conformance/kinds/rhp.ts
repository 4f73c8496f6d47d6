import type {FileKind} from "../kind.ts";
import {readText} from "../records.ts";
import {checkFrame} from "./rhp/checkFrame.ts";
import {RoundChecker} from "./rhp/checkRound.ts";
import {readConversation} from "./rhp/conversation.ts";

/** Conversations of the reference host with runtimes over the Runtime Host Protocol: frames, roots, decoded artifacts. */
export const rhp: FileKind = {
  name: "rhp",
  async check(path, report) {
    const {frames, rounds} = readConversation(await readText(path));
    const checker = new RoundChecker(rounds);
    for (const frame of frames) {
      report.record(`frame ${frame.seq} (${frame.body}, ${frame.direction})`);
      const message = checkFrame(frame, report);
      if (message !== null) checker.follow(frame, message, report);
    }
  },
};
