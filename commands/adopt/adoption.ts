import type { ArnLocation } from '../../lib/aws/arns';
import type { Environment } from '../../lib/environment/environment';
import type { SecretSource } from '../../lib/secrets/secret-source';
import type { Path } from '../../lib/validation/object-schema';
import type { LeaveOut } from './left-out';
import type { Container } from './task-definition';

/** Where a task definition is taken over to, and from. */
export interface AdoptionPlace {
  /** The environment that gets the service. */
  readonly environment: Environment;
  /** Where that is. */
  readonly location: ArnLocation;
  /** The Region in which ECS looks for a parameter that is given by its name. */
  readonly namesRegion: string;
  /** What the environment declares already, by ARN: a secret is declared in one way wherever it is used. */
  readonly declaredSecrets: ReadonlyMap<string, SecretSource>;
}

/** A part of a task definition on its way into a declaration. */
export interface Adoption extends AdoptionPlace {
  /** Where it is in the task definition, containers by their names. */
  readonly field: Path;
  /** Where it comes in the declaration. */
  readonly at: Path;
  readonly leaveOut: LeaveOut;
}

/** A container and what becomes of it. */
export interface NamedContainer {
  readonly container: Container;
  /** What it is called in the declaration. */
  readonly declaredName: string;
  /** Where it comes there; empty for the application. */
  readonly at: readonly string[];
}
