import type {App} from "../context/index.ts";
import {beginBlock, endBlock} from "./block.ts";
import {schedulerAppName} from "./events.ts";

/** The scheduler: elects validators and committees; it has no transactions (consensus-paratime §2). */
export function schedulerApp(): App {
  return {name: schedulerAppName, handlers: new Map(), beginBlock, endBlock};
}
