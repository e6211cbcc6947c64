import type { SecretSource } from '../secrets/secret-source';
import type { StartCondition } from './container-config';
import type { SecretUse } from './workload';

/**
 * A container definition, in the parts that this project uses. Terraform takes it as JSON text in which a misspelt key is silently
 * dropped, hence the type.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly repositoryCredentials?: { readonly credentialsParameter: string };
  readonly essential: boolean;
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly workingDirectory?: string;
  readonly user?: string;
  readonly readonlyRootFilesystem?: true;
  /** In CPU units. */
  readonly cpu?: number;
  /** In MiB. */
  readonly memory?: number;
  readonly memoryReservation?: number;
  readonly portMappings?: readonly {
    readonly containerPort: number;
    readonly name?: string;
    readonly appProtocol?: string;
  }[];
  readonly systemControls?: readonly { readonly namespace: string; readonly value: string }[];
  readonly environment?: readonly { readonly name: string; readonly value: string }[];
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
  readonly mountPoints?: readonly MountPoint[];
  readonly dependsOn?: readonly { readonly containerName: string; readonly condition: StartCondition }[];
  readonly dockerLabels?: Readonly<Record<string, string>>;
  readonly healthCheck?: {
    readonly command: readonly string[];
    readonly interval: number;
    readonly timeout: number;
    readonly retries: number;
    readonly startPeriod?: number;
  };
  /** In seconds. */
  readonly stopTimeout?: number;
  readonly ulimits?: readonly { readonly name: string; readonly softLimit: number; readonly hardLimit: number }[];
  readonly linuxParameters?: {
    readonly initProcessEnabled?: true;
    /** Sizes in MiB. */
    readonly tmpfs?: readonly { readonly containerPath: string; readonly size: number }[];
  };
  readonly firelensConfiguration?: {
    readonly type: 'fluentbit' | 'fluentd';
    readonly options?: Readonly<Record<string, string>>;
  };
  readonly logConfiguration: {
    readonly logDriver: 'awslogs' | 'awsfirelens';
    readonly options?: Readonly<Record<string, string>>;
    readonly secretOptions?: ContainerDefinition['secrets'];
  };
}

export interface MountPoint {
  readonly sourceVolume: string;
  readonly containerPath: string;
  readonly readOnly?: true;
}

/** What a container definition refers to outside itself. */
export interface ContainerReferences {
  /** An image with its registry. */
  image(reference: string): string;
  valueFrom(source: SecretSource): string;
}

/**
 * The text that Terraform takes. In long runs of digits, dots and dashes some characters are written as JSON escapes, which mean the
 * same: cdktf looks for numbers in every text, in quadratic time, and would take minutes for a variable of 60,000 digits.
 */
export function containerDefinitionsJson(containers: readonly ContainerDefinition[]): string {
  return JSON.stringify(containers).replace(
    /([-|.+\d]{999})([-|.+\d])/g,
    (_run, start: string, last: string) => `${start}\\u00${last.charCodeAt(0).toString(16)}`,
  );
}

export function renderSecrets(
  uses: readonly SecretUse[],
  references: ContainerReferences,
): { name: string; valueFrom: string }[] {
  return uses.map(({ variable, source }) => ({ name: variable, valueFrom: references.valueFrom(source) }));
}
