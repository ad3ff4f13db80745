// Does the same bundle behave alike everywhere? The table, held against Deno.
import { holdTable } from "./_table.ts";

holdTable("deno");
