import { utf8 } from "./cryptography/bytes.js";
import { asFields, asList, asNumber, asText, optional, readJson } from "./reading.js";

/** Where it was. */
export interface Location {
  readonly name?: string;
  readonly latitude?: number;
  readonly longitude?: number;
}

/** What the weather was like. */
export interface Weather {
  readonly condition?: string;
  readonly temperatureC?: number;
}

/** What stands in an entry; the same in both tiers. */
export interface Content {
  readonly title?: string;
  readonly body: string;
  readonly mood?: string;
  readonly location?: Location;
  readonly weather?: Weather;
  readonly tags?: readonly string[];
}

/** A content as it is sealed: UTF-8 JSON with its fields in one order, absent where there is nothing. */
export const encodeContent = ({ title, body, mood, location, weather, tags }: Content): Uint8Array =>
  utf8(
    JSON.stringify({
      title,
      body,
      mood,
      location: location && { name: location.name, latitude: location.latitude, longitude: location.longitude },
      weather: weather && { condition: weather.condition, temperatureC: weather.temperatureC },
      tags: tags?.length ? tags : undefined,
    }),
  );

/** Reads what {@link encodeContent} or the server made; null for anything else. Fields that are not known are left out. */
export function decodeContent(json: Uint8Array): Content | null {
  try {
    return asContent(readJson(json));
  } catch {
    return null;
  }
}

/** Reads a content from JSON; throws where it is none. Fields that are not known are left out. */
export function asContent(value: unknown): Content {
  const { title, body, mood, location, weather, tags } = asFields(value);
  const place = optional(location, asFields);
  const sky = optional(weather, asFields);
  return present({
    title: optional(title, asText),
    body: asText(body),
    mood: optional(mood, asText),
    location: place && present({
      name: optional(place["name"], asText),
      latitude: optional(place["latitude"], asNumber),
      longitude: optional(place["longitude"], asNumber),
    }),
    weather: sky && present({
      condition: optional(sky["condition"], asText),
      temperatureC: optional(sky["temperatureC"], asNumber),
    }),
    tags: optional(tags, (list) => asList(list).map(asText)),
  });
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The same without the fields that are undefined. */
export const present = <T extends object>(fields: T): Present<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
