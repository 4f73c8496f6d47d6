export {NodeClient, openNode} from "./nodeClient.ts";
export {withNode} from "./withNode.ts";
