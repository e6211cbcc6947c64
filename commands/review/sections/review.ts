import type { Environment } from '../../../lib/environment/environment';
import type { StackChange } from '../model/stack-change';
import { accessChange, type AccessChange } from './access';
import { reviewedResources, type ReviewedResource } from './changes';
import { costChange, type CostChange } from './cost';
import type { Difference } from './difference';
import { imageChanges, type ImageChange } from './images';
import { reachChange, type ReviewedReach } from './reach';
import { restarts, type Restart } from './restarts';
import type { SecretFindings } from './secret-findings';

/** What was compared. */
export type Compared =
  | { readonly from: 'plan'; /** Names what the plan changes. */ readonly hash: string }
  | { readonly from: 'configurations'; /** The git ref of before. */ readonly base: string };

/** Everything that a reviewer must know of a change. No value of a secret is in it. */
export interface Review {
  readonly environment: string;
  readonly application: string;
  readonly region: string;
  readonly compared: Compared;
  /** The plan's; null if two configurations were compared. */
  readonly hash: string | null;
  /** What the plan changes, a line each, for `npm run deploy -- ENVIRONMENT --plan FILE`. Empty without a plan. */
  readonly plannedChanges: readonly string[];
  /** Outputs whose text changes. */
  readonly outputs: readonly string[];
  readonly changes: readonly ReviewedResource[];
  readonly restarts: readonly Restart[];
  readonly images: readonly ImageChange[];
  readonly access: AccessChange;
  readonly reach: Difference<ReviewedReach>;
  readonly secrets: SecretFindings;
  readonly cost: CostChange;
}

export interface ReviewInput {
  readonly environment: Environment;
  readonly compared: Compared;
  readonly change: StackChange;
  readonly plannedChanges: readonly string[];
  readonly outputs: readonly string[];
  readonly secrets: SecretFindings;
}

export function makeReview({ environment, compared, change, plannedChanges, outputs, secrets }: ReviewInput): Review {
  const { name, application, region } = environment;
  return {
    ...{ environment: name, application, region, compared, plannedChanges, outputs, secrets },
    hash: compared.from === 'plan' ? compared.hash : null,
    changes: reviewedResources(environment, change),
    restarts: restarts(environment, change),
    images: imageChanges(environment, change),
    access: accessChange(environment, change),
    reach: reachChange(environment, change),
    cost: costChange(region, change),
  };
}

/** Whether there is anything to apply. */
export function hasChanges({ changes, outputs }: Review): boolean {
  return changes.length > 0 || outputs.length > 0;
}
