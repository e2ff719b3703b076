import type { Json } from "../../../functions/ports.ts";
import type { PayloadTemplate } from "../../../state-machines/asl.ts";

/** What paths refer to: `$` the state's data, `$$` the context object. */
export interface Scope {
  readonly data: Json;
  readonly context: Json;
}

/** Fills in a Parameters or ResultSelector: the fields whose names end in `.$`. */
export function fillIn(template: PayloadTemplate, scope: Scope): Json {
  if (Array.isArray(template)) return template.map((item) => fillIn(item, scope));
  if (template === null || typeof template !== "object") return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith(".$")
        ? [name.slice(0, -2), evaluate(String(value), scope)]
        : [name, fillIn(value, scope)],
    ),
  );
}

/** What stands at `$.a.b` or `$$.a.b`; throws where nothing does, as Step Functions fails the execution. */
export function read(path: string, { data, context }: Scope): Json {
  const [root, ...names] = path.split(".");
  return names.reduce(
    (value, name) => {
      const inner =
        value !== null && typeof value === "object" && !Array.isArray(value) ? value[name] : undefined;
      if (inner === undefined) throw new Error(`Nothing stands at ${path}.`);
      return inner;
    },
    root === "$$" ? context : data,
  );
}

/** The data with `result` at a ResultPath of one name. */
export function place(result: Json, path: string | null | undefined, data: Json): Json {
  if (path === undefined) return result;
  if (path === null) return data;
  if (data === null || typeof data !== "object" || Array.isArray(data))
    throw new Error("No object to write to.");
  return { ...data, [path.slice("$.".length)]: result };
}

/** A path, a text in single quotes, or an intrinsic function of these. */
function evaluate(expression: string, scope: Scope): Json {
  if (expression.startsWith("$")) return read(expression, scope);
  if (expression.startsWith("'")) return expression.slice(1, -1);
  const [, name, list = ""] = /^States\.(\w+)\((.*)\)$/s.exec(expression) ?? [];
  const values = argumentsOf(list).map((argument) => evaluate(argument, scope));
  if (name === "Array") return values;
  if (name === "JsonToString") return JSON.stringify(values[0]);
  if (name === "Format") {
    const [text, ...rest] = values;
    return String(text).replaceAll("{}", () => String(rest.shift()));
  }
  throw new Error(`The simulation does not know ${expression}.`);
}

/** Splits at the commas outside quotes and brackets. */
const argumentsOf = (list: string): string[] =>
  [...list.matchAll(/\s*((?:'[^']*'|[^,'(]|\((?:'[^']*'|[^')])*\))+)/gs)].map(
    ([, argument = ""]) => argument,
  );
