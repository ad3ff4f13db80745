// Does the same bundle behave alike everywhere? The table, held against Bun.
import { holdTable } from "./_table.ts";

holdTable("bun");
