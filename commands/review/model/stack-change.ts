import type { PlannedAction } from '../../plans/terraform-plan';
import type { Attributes } from './attributes';
import type { StackSide } from './stack-side';

/** One resource, and what becomes of it. */
export interface ResourceChange {
  /** As Terraform names it. */
  readonly address: string;
  readonly type: string;
  readonly action: PlannedAction;
  /** @default - there is none */
  readonly before?: Attributes;
  /** What is not known before it is applied is as the configuration says it, with references. @default - there will be none */
  readonly after?: Attributes;
  /** The attributes for which it is replaced. */
  readonly replacedBy: readonly string[];
  /** Whether AWS may have it replaced, which only a plan can tell. */
  readonly mayBeReplaced: boolean;
}

/** An environment before and after a change. */
export interface StackChange {
  /** All resources, also those that stay as they are. */
  readonly resources: readonly ResourceChange[];
  readonly before: StackSide;
  readonly after: StackSide;
}
