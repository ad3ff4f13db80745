// Does the same bundle behave alike everywhere? The table, held against workerd.
import { holdTable } from "./_table.ts";

holdTable("workerd");
