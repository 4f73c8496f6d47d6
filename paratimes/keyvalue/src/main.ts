import {startParatime} from "@oasis-node/paratime-sdk/process";
import {keyvalue} from "./keyvalue.ts";

void startParatime(keyvalue);
