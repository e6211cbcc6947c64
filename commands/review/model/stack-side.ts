import { isObject, type Attributes } from './attributes';

/** A resource as it is on one side of a change. */
export interface SideResource {
  readonly address: string;
  readonly type: string;
  readonly attributes: Attributes;
}

// Doubled is how Terraform writes the sign itself. A reference has no braces or quotes in it; what has is an expression, and stays.
const REFERENCE = /\$\$\{|%%\{|\$\{([^{}"]+)\}/g;

/** References lead to references, but not in circles. */
const DEPTH = 8;

/** All resources of an environment, before or after a change. */
export class StackSide {
  readonly #resources: readonly SideResource[];
  readonly #byAddress: ReadonlyMap<string, Attributes>;
  readonly #findable: readonly SideResource[];
  readonly #byId: ReadonlyMap<string, SideResource>;

  /** @param data - what the data sources say, by address, which begins with `data.` */
  constructor(resources: readonly SideResource[], data: ReadonlyMap<string, Attributes> = new Map()) {
    this.#byAddress = new Map([...data, ...resources.map(({ address, attributes }) => [address, attributes] as const)]);
    this.#resources = resources.map((resource) => ({ ...resource, attributes: this.#resolveAll(resource.attributes) }));
    const lookedUp = [...data].map(([address, attributes]) => ({
      address,
      type: address.slice(0, address.lastIndexOf('.')),
      attributes: this.#resolveAll(attributes),
    }));
    this.#findable = [...this.#resources, ...lookedUp];
    this.#byId = new Map(
      this.#findable.flatMap((resource) =>
        [resource.attributes.arn, resource.attributes.id]
          .filter((id) => typeof id === 'string')
          .map((id) => [`${resource.type} ${id}`, resource] as const),
      ),
    );
  }

  /** Those of a type, with references replaced by what they refer to, as far as it is known. */
  ofType(...types: readonly string[]): SideResource[] {
    return this.#resources.filter(({ type }) => types.includes(type));
  }

  all(): readonly SideResource[] {
    return this.#resources;
  }

  /** The resource of a type that a reference, an id or an ARN means; the type of a data source begins with `data.`. */
  find(type: string, value: unknown): SideResource | undefined {
    if (typeof value !== 'string') {
      return undefined;
    }
    const reference = /^\$\{((?:data\.)?[\w-]+\.[\w-]+)\.[\w.]+\}/.exec(value)?.[1];
    const found = this.#findable.find((resource) => resource.type === type && resource.address === reference);
    return found ?? this.#byId.get(`${type} ${value}`);
  }

  /** A value with the references in its texts replaced. */
  resolve(value: unknown): unknown {
    if (typeof value === 'string') {
      return this.#resolveText(value, DEPTH);
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.resolve(item));
    }
    return isObject(value) ? this.#resolveAll(value) : value;
  }

  #resolveAll(attributes: Attributes): Attributes {
    return Object.fromEntries(
      Object.entries(attributes).map(([key, value]): [string, unknown] => [key, this.resolve(value)]),
    );
  }

  #resolveText(text: string, depth: number): string {
    return text.replace(REFERENCE, (match, reference: string | undefined) => {
      if (reference === undefined || depth === 0) {
        return match;
      }
      const [, address = '', attribute = ''] = /^((?:data\.)?[\w-]+\.[\w-]+)\.(\w+)$/.exec(reference) ?? [];
      const value = this.#byAddress.get(address)?.[attribute];
      return typeof value === 'string' || typeof value === 'number'
        ? this.#resolveText(String(value), depth - 1)
        : match;
    });
  }
}
