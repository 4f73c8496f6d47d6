import type {Environment} from "../framework/index.ts";

const yes = ["y", "yes"];
const no = ["n", "no"];

/** Asks until there is an answer. Without a terminal nobody is asked, and the answer is yes (cli-config-grpc §3.2). */
export async function confirm(
  {stdin, stdout}: Pick<Environment, "stdin" | "stdout">,
  question: string,
): Promise<boolean> {
  if (!stdin.isTerminal) return true;
  stdout.write(question);
  for (;;) {
    const line = await stdin.readLine();
    // Who hangs up has not agreed.
    if (line === null) return false;
    const answer = line.trim().toLowerCase();
    if (yes.includes(answer)) return true;
    if (no.includes(answer)) return false;
    stdout.write(`Unrecognized response: '${line.trim()}'. Please, type (y)es or (n)o: `);
  }
}
