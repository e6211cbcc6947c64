import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { unchecked } from './configuration-problems';

/** A bucket in memory, which answers as S3 does what is asked of the states in it. */
export class FakeBucket {
  exists = true;
  /** The tags that it was given. */
  tags: unknown;
  /** What a request is refused with, if it is. */
  refusal: string | undefined;
  readonly objects = new Map<string, string>();
  private readonly versions = new Set<string>();

  readonly client = unchecked<S3Client>({
    send: (command: unknown) => Promise.resolve().then(() => this.answer(command)),
  });

  private answer(command: unknown): unknown {
    if (this.refusal !== undefined) {
      throw failure(this.refusal);
    }
    if (!this.exists) {
      throw failure('NoSuchBucket');
    }
    if (command instanceof ListObjectsV2Command) {
      return { Contents: [...this.objects.keys()].map((Key) => ({ Key })) };
    }
    if (command instanceof GetObjectCommand) {
      const text = this.objects.get(command.input.Key ?? '');
      if (text === undefined) {
        throw failure('NoSuchKey');
      }
      return { ETag: text, Body: { transformToString: () => Promise.resolve(text) } };
    }
    if (command instanceof PutObjectCommand) {
      const { Key = '', Body, IfNoneMatch } = command.input;
      if (IfNoneMatch === '*' && this.objects.has(Key)) {
        throw failure('PreconditionFailed');
      }
      this.objects.set(Key, typeof Body === 'string' ? Body : '');
      this.versions.add(Key);
      return {};
    }
    if (command instanceof DeleteObjectCommand) {
      const { Key = '', IfMatch } = command.input;
      if (this.objects.get(Key) !== IfMatch) {
        throw failure('PreconditionFailed');
      }
      this.objects.delete(Key);
      return {};
    }
    if (command instanceof ListObjectVersionsCommand) {
      return { Versions: [...this.versions].map((Key) => ({ Key, VersionId: '1' })) };
    }
    if (command instanceof DeleteObjectsCommand) {
      command.input.Delete?.Objects?.forEach(({ Key = '' }) => this.versions.delete(Key));
      return {};
    }
    if (command instanceof GetBucketTaggingCommand) {
      if (this.tags === undefined) {
        throw failure('NoSuchTagSet');
      }
      return { TagSet: this.tags };
    }
    if (command instanceof PutBucketTaggingCommand) {
      this.tags = command.input.Tagging?.TagSet;
      return {};
    }
    throw new Error('The fake does not know this request.');
  }
}

function failure(name: string): Error {
  return Object.assign(new Error(`It is ${name}.`), { name, $fault: 'client' });
}
