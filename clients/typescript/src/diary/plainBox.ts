import { type Content, present } from "../content.js";
import type { ContentsFragment, EntryContentInput, EntryFilter, FileFragment, TagsFragment } from "../generated/operations.js";
import type { ContentBox, OpenedContent } from "./contentBox.js";
import { openFile } from "./fileSecrets.js";
import type { DiaryFile } from "./fileTypes.js";

/** UCE: the server seals and opens, with a key that it has only while a token is in its hands. */
export class PlainBox implements ContentBox {
  async seal(_entryId: string, _version: number, { title, body, mood, location, weather, tags }: Content): Promise<EntryContentInput> {
    return { plain: present({ title, body, mood, location, weather, tags }) };
  }

  async open(_entryId: string, _version: number, content: ContentsFragment, tags: readonly TagsFragment[]): Promise<OpenedContent> {
    if (content.__typename !== "PlainContent") return { content: null, authenticated: false };
    const { title, body, mood, location, weather } = content;
    const names = tags.filter((tag) => !tag.auto).flatMap((tag) => tag.name ?? []);
    return {
      content: present({
        title: title ?? undefined,
        body,
        mood: mood ?? undefined,
        location: location ? withoutNulls(location) : undefined,
        weather: weather ? withoutNulls(weather) : undefined,
        tags: names.length > 0 ? names : undefined,
      }),
      authenticated: true,
    };
  }

  nameOf({ name }: TagsFragment): string | null {
    return name;
  }

  readonly fileKeys = null;

  openFile(file: FileFragment): Promise<DiaryFile> {
    return openFile(null, file);
  }

  filterByTags(names: readonly string[]): EntryFilter {
    return { tags: names };
  }

  async openNote(plain: string): Promise<string | null> {
    return plain;
  }
}

type WithoutNulls<T> = { readonly [K in keyof T]?: NonNullable<T[K]> };

const withoutNulls = <T extends object>(fields: T): WithoutNulls<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as WithoutNulls<T>;
