/**
 * On which capacity the tasks of a service run: on demand, or partly on spare capacity (Fargate Spot), which costs less, and which AWS
 * takes back with two minutes' notice. What Spot cannot provide is not replaced by tasks on demand.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
 */
export interface CapacityConfig {
  /** On demand. */
  readonly fargate: {
    /** How many tasks run on demand before the others are divided by the weights: a whole number, 0 to 100,000. */
    readonly base: number;
    /** Share of the others that run on demand: a whole number, 0 to 1,000. */
    readonly weight: number;
  };

  /** Spare capacity. It takes ARM64, too. */
  readonly fargateSpot: {
    /** Share of the others that run on spare capacity: a whole number, 0 to 1,000. Both weights must not be 0. */
    readonly weight: number;
  };
}
