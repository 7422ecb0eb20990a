import { RequestError } from "./requestError";

/**
 * A class of Excel's object model as far as the workbench knows it. `S` is what one object of it remembers.
 * Names are those on the wire: "GetRange", "Values" for what is written, "values" for what is read.
 */
export interface ObjectType<S> {
  readonly name: string;
  /** What office.js keeps of an object to find it again. */
  identity?(state: S): Record<string, string>;
  /** Other objects, by property or method. */
  readonly children?: Readonly<Record<string, (state: S, args: readonly unknown[]) => HostObject>>;
  readonly properties?: Readonly<Record<string, (state: S) => unknown>>;
  /** Properties that `load()` without names does not fetch, because they may be large. */
  readonly onDemand?: readonly string[];
  readonly setters?: Readonly<Record<string, (state: S, value: unknown) => void>>;
  readonly methods?: Readonly<Record<string, (state: S, args: readonly unknown[]) => unknown>>;
  /** For collections. */
  items?(state: S): HostObject[];
}

/** An object of the workbook with its class. */
export interface HostObject {
  readonly typeName: string;
  readonly isNull: boolean;
  identity(): Record<string, string>;
  child(name: string, args: readonly unknown[]): HostObject;
  has(property: string): boolean;
  read(property: string): unknown;
  defaults(): string[];
  write(property: string, value: unknown): void;
  call(method: string, args: readonly unknown[]): unknown;
  items(): HostObject[] | undefined;
}

export function hostObject<S>(type: ObjectType<S>, state: S): HostObject {
  return new TypedObject(type, state);
}

/** What the object remembers, when it is of that type. */
export function stateOf<S>(type: ObjectType<S>, object: unknown): S | undefined {
  return object instanceof TypedObject && object.type === type ? (object.state as S) : undefined;
}

class TypedObject<S> implements HostObject {
  readonly isNull = false;

  constructor(
    readonly type: ObjectType<S>,
    readonly state: S,
  ) {}

  get typeName() {
    return this.type.name;
  }

  identity() {
    return this.type.identity?.(this.state) ?? {};
  }

  child(name: string, args: readonly unknown[]) {
    return this.known(this.type.children, name)(this.state, args);
  }

  has(property: string) {
    return this.type.properties?.[property] !== undefined;
  }

  read(property: string) {
    return this.known(this.type.properties, property)(this.state);
  }

  defaults() {
    return Object.keys(this.type.properties ?? {}).filter((name) => !this.type.onDemand?.includes(name));
  }

  write(property: string, value: unknown) {
    this.known(this.type.setters, property)(this.state, value);
  }

  call(method: string, args: readonly unknown[]) {
    return this.known(this.type.methods, method)(this.state, args);
  }

  items() {
    return this.type.items?.(this.state);
  }

  private known<F>(members: Readonly<Record<string, F>> | undefined, name: string): F {
    const member = members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;
    if (member === undefined) throw unknownMember(this.type.name, name);
    return member;
  }
}

function unknownMember(typeName: string, name: string): RequestError {
  return new RequestError("ApiNotFound", `The workbench does not support ${typeName}.${name}.`);
}

/** In place of an object that was looked up with `...OrNullObject` and is not there. */
export const nullObject: HostObject = {
  typeName: "NullObject",
  isNull: true,
  identity: () => ({}),
  child: () => nullObject,
  has: () => false,
  read: () => null,
  defaults: () => [],
  write: () => undefined,
  call: () => null,
  items: () => undefined,
};
