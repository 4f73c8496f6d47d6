export type {ClientContext, NodeClient} from "./nodeClient.ts";
export {withNode} from "./withNode.ts";
