/** What a `$group` computes from a document: field paths, constants, and documents of these. */
import { MongoError, notSupported } from './errors.ts';
import { topField } from './paths.ts';
import { type Doc, isDoc, type Maybe, type Value } from './values.ts';

/** Gives `undefined` where MongoDB gives a missing value. */
export type Evaluate = (doc: Doc) => Maybe;

/** Compiles an expression and adds the top-level fields it reads to `fields`. */
export function compileExpression(expr: Value, fields: Set<string>): Evaluate {
  if (typeof expr === 'string') return expr.startsWith('$') ? fieldPath(expr, fields) : () => expr;
  if (Array.isArray(expr)) throw notSupported('An array as an expression');
  return isDoc(expr) ? documentOf(expr, fields) : () => expr;
}

function fieldPath(text: string, fields: Set<string>): Evaluate {
  if (text.startsWith('$$')) throw notSupported(`Variable ${text}`);
  const path = text.slice(1).split('.');
  if (text === '$') throw new MongoError(16872, "'$' by itself is not a valid field path");
  if (path.includes('')) throw new MongoError(15998, `'${text}' has an empty field name`);
  if (path.some((p) => p.startsWith('$'))) throw new MongoError(16410, `'${text}' has a field name with a $`);
  fields.add(topField(text.slice(1)));
  return path.length === 1 ? (doc) => doc.get(path[0] as string) : (doc) => valueAt(doc, path, 0);
}

/** The fields of a document made of expressions, each compiled. */
export function compileFields(expr: Doc, fields: Set<string>): (readonly [name: string, Evaluate])[] {
  return [...expr].map(([name, e]) => {
    if (name.startsWith('$')) throw notSupported(`Expression operator ${name}`);
    if (name === '' || name.includes('.'))
      throw new MongoError(16412, `FieldPath field names may not be empty or contain '.': '${name}'`);
    return [name, compileExpression(e, fields)] as const;
  });
}

function documentOf(expr: Doc, fields: Set<string>): Evaluate {
  const parts = compileFields(expr, fields);
  return (doc) => {
    const out: Doc = new Map();
    for (const [name, evaluate] of parts) {
      const v = evaluate(doc);
      if (v !== undefined) out.set(name, v);
    }
    return out;
  };
}

/** The value at a path as expressions see it: through an array, what each sub-document in it has, in an array. */
function valueAt(value: Maybe, path: readonly string[], from: number): Maybe {
  if (from === path.length) return value;
  if (isDoc(value)) return valueAt(value.get(path[from] as string), path, from + 1);
  if (!Array.isArray(value)) return undefined;
  return value.filter(isDoc).flatMap((element) => {
    const v = valueAt(element, path, from);
    return v === undefined ? [] : [v];
  });
}
