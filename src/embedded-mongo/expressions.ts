/** Aggregation expressions, compiled once into closures. The operators themselves are in `operators.ts`. */
import { MongoError, notSupported } from './errors.ts';
import { OPERATORS } from './operators.ts';
import { supported } from './subset.ts';
import { type Doc, isDoc, type Maybe, type Value } from './values.ts';

/** What an expression is evaluated against: the document, and the variables of `$map` and `$filter`, innermost first. */
export interface Scope {
  root: Doc;
  vars: Variable | undefined;
}

interface Variable {
  name: string;
  value: Maybe;
  outer: Variable | undefined;
}

/** Gives `undefined` where MongoDB gives a missing value. */
export type Evaluate = (scope: Scope) => Maybe;

export interface Expression {
  evaluate: Evaluate;
  /** Top-level fields it reads; undefined means the whole document. */
  fields: ReadonlySet<string> | undefined;
}

export class Compiler {
  readonly fields = new Set<string>();
  readsAll = false;
  private names: string[] = [];

  compile(expr: Value): Evaluate {
    if (typeof expr === 'string') return expr.startsWith('$') ? this.fieldPath(expr) : () => expr;
    if (Array.isArray(expr)) {
      const items = expr.map((e) => this.compile(e));
      return (scope) => items.map((item) => item(scope) ?? null);
    }
    return isDoc(expr) ? this.object(expr) : () => expr;
  }

  /** Compiles `body` with one more variable in sight. */
  within(name: string, body: Value): Evaluate {
    if (!/^[a-z][A-Za-z0-9_]*$/.test(name))
      throw new MongoError('FailedToParse', `'${name}' is not a valid variable name`);
    const before = this.names;
    this.names = [...before, name];
    const evaluate = this.compile(body);
    this.names = before;
    return evaluate;
  }

  private object(expr: Doc): Evaluate {
    const [first] = expr.keys();
    if (first?.startsWith('$')) {
      if (expr.size !== 1)
        throw new MongoError(
          15983,
          `An object representing an expression must have exactly one field: ${first}`,
        );
      supported('expression', first);
      const operator = OPERATORS[first];
      if (!operator) throw notSupported(`Expression operator ${first}`);
      return operator(this, expr.get(first) as Value);
    }
    const fields = [...expr].map(([name, e]) => {
      checkFieldName(name);
      return [name, this.compile(e)] as const;
    });
    return (scope) => {
      const out: Doc = new Map();
      for (const [name, evaluate] of fields) {
        const v = evaluate(scope);
        if (v !== undefined) out.set(name, v);
      }
      return out;
    };
  }

  private fieldPath(text: string): Evaluate {
    if (text.startsWith('$$')) return this.variable(text.slice(2).split('.'));
    const path = text.slice(1).split('.');
    if (text === '$') throw new MongoError(16872, "'$' by itself is not a valid field path");
    if (path.includes('')) throw new MongoError(15998, `'${text}' has an empty field name`);
    if (path.some((p) => p.startsWith('$')))
      throw new MongoError(16410, `'${text}' has a field name with a $`);
    this.fields.add(path[0] as string);
    if (path.length === 1) {
      const name = path[0] as string;
      return (scope) => scope.root.get(name);
    }
    return (scope) => readPath(scope.root, path, 0);
  }

  private variable([name = '', ...path]: string[]): Evaluate {
    if (this.names.includes(name)) {
      return (scope) => {
        let v = scope.vars;
        while (v && v.name !== name) v = v.outer;
        return path.length === 0 ? v?.value : readValuePath(v?.value, path, 0);
      };
    }
    if (/^[a-z]/.test(name)) throw new MongoError(17276, `Use of undefined variable: ${name}`);
    supported('variable', name);
    if (name === 'REMOVE') return () => undefined;
    if (path.length > 0) return this.fieldPath(`$${path.join('.')}`);
    this.readsAll = true;
    return (scope) => scope.root;
  }
}

export function compileExpression(expr: Value): Expression {
  const compiler = new Compiler();
  const evaluate = compiler.compile(expr);
  return { evaluate, fields: compiler.readsAll ? undefined : compiler.fields };
}

function checkFieldName(name: string): void {
  if (name === '' || name.startsWith('$') || name.includes('.'))
    throw new MongoError(
      16412,
      `FieldPath field names may not be empty, start with '$' or contain '.': '${name}'`,
    );
}

/** The value at a path as expressions see it: through arrays, what each sub-document has, in an array. */
function readPath(doc: Doc, path: readonly string[], from: number): Maybe {
  const value = doc.get(path[from] as string);
  return from === path.length - 1 ? value : readValuePath(value, path, from + 1);
}

function readValuePath(value: Maybe, path: readonly string[], from: number): Maybe {
  if (isDoc(value)) return readPath(value, path, from);
  if (!Array.isArray(value)) return undefined;
  const out: Value[] = [];
  for (const element of value) {
    const v = isDoc(element) ? readPath(element, path, from) : undefined;
    if (v !== undefined) out.push(v);
  }
  return out;
}
