/** Locks the directory given, says how that went and stays until it is killed. */
import {lockDirectory} from "../../src/dataDirectory/index.ts";

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const directory = process.argv[2] ?? "";
try {
  await lockDirectory(directory);
  say("locked");
  setInterval(() => undefined, 1000);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
}
