// Does the same bundle behave alike everywhere? The table, held against Node.
import { holdTable } from "./_table.ts";

holdTable("node");
