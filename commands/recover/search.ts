import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CommandFailure } from '../cli/command-failure';
import type { RecoverClients } from './recover-clients';

const blockSchema = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));

const stackSchema = z.object({ resource: blockSchema, data: blockSchema.default({}) });

type Attributes = Readonly<Record<string, unknown>>;

/** A resource, or a data source, as the synthesized stack declares it. */
export interface DeclaredResource {
  /** `TYPE.NAME` */
  readonly address: string;
  /** That of a data source begins with `data.`. */
  readonly type: string;
  readonly attributes: Attributes;
}

/** Something that exists under a declared name. */
export interface Found {
  /**
   * What `terraform import` takes.
   *
   * @see https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs - the end of each page
   */
  readonly importId: string;
  /** What others refer to; the id of the import is `id` unless it says otherwise. */
  readonly attributes?: Attributes;
  /** What is written into the state in place of an import, which would bring a value into it. */
  readonly entry?: Attributes;
}

/** Looks for a declared resource in AWS. */
export type Finder = (resource: DeclaredResource, search: Search) => Promise<Found | undefined>;

/** To create it again changes what there is into what is declared, so nothing has to be known of it; as of what only Terraform has. */
export const createdAgain: Finder = () => Promise.resolve(undefined);

/** What is known while an environment is searched: the state first, and then all that was found. */
export class Search {
  /** What somebody has to decide. */
  readonly remarks: string[] = [];

  constructor(
    readonly clients: RecoverClients,
    /** The tags by which what belongs to the environment is recognized. */
    readonly identityTags: Readonly<Record<string, string>>,
    private readonly declared: ReadonlyMap<string, DeclaredResource>,
    private readonly known: Map<string, Attributes>,
  ) {}

  /** What exists of a resource, if it is known. */
  attribute(address: string, name: string): string | undefined {
    const value = this.known.get(address)?.[name];
    return typeof value === 'string' ? value : undefined;
  }

  isKnown(address: string): boolean {
    return this.known.has(address);
  }

  add(address: string, { importId, attributes }: Found): void {
    this.known.set(address, { ...this.declared.get(address)?.attributes, id: importId, ...attributes });
  }

  /** The address that an attribute of a resource refers to. */
  target({ attributes }: DeclaredResource, name: string): string | undefined {
    return reference(attributes[name])?.address;
  }

  /** What the stack declares at an address. */
  declaration(address: string | undefined): DeclaredResource | undefined {
    return address === undefined ? undefined : this.declared.get(address);
  }

  /** What the stack declares that refers to a resource. */
  referrer(type: string, name: string, address: string): DeclaredResource | undefined {
    return [...this.declared.values()].find((one) => one.type === type && this.target(one, name) === address);
  }

  /** An attribute as AWS has it; undefined if it refers to what does not exist, or is no text. */
  text({ attributes }: DeclaredResource, name: string): string | undefined {
    return this.resolve(attributes[name]);
  }

  /** The same for a value that is a part of an attribute. */
  resolve(value: unknown): string | undefined {
    const referred = reference(value);
    if (referred === undefined) {
      return typeof value === 'string' ? value : undefined;
    }
    const { address, attribute } = referred;
    const literal = this.declared.get(address)?.attributes[attribute];
    return this.attribute(address, attribute) ?? (typeof literal === 'string' ? literal : undefined);
  }
}

/** Every resource that a synthesized stack declares, and every data source. */
export async function declaredResources(file: string): Promise<DeclaredResource[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CommandFailure(`${file} cannot be read.`, { remedy: 'Write it with: npm run synth' });
  });
  const { resource, data } = stackSchema.parse(JSON.parse(text));
  const types = [
    ...Object.entries(resource),
    ...Object.entries(data).map(([type, sources]) => [`data.${type}`, sources] as const),
  ];
  return types.flatMap(([type, resources]) =>
    Object.entries(resources).map(([name, attributes]) => ({ address: `${type}.${name}`, type, attributes })),
  );
}

function reference(value: unknown): { address: string; attribute: string } | undefined {
  const [, address, attribute] = /^\$\{((?:data\.)?aws_\w+\.[\w-]+)\.(\w+)\}$/.exec(String(value)) ?? [];
  return address === undefined || attribute === undefined ? undefined : { address, attribute };
}
