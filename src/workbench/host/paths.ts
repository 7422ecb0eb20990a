import type { Book } from "./book";
import { nullObject, type HostObject } from "./objects";
import { pathTypes, type ArgumentInfo, type HostRequest, type ObjectPath } from "./protocol";
import { rangeFromReference } from "./range";
import { invalidArgument, RequestError } from "./requestError";
import { serviceObject, workbookObject } from "./workbook";

/** Finds the objects that a request speaks of. Each path is followed once: to follow one may create a sheet or a name. */
export class Paths {
  private readonly found = new Map<number, HostObject>();

  constructor(
    private readonly book: Book,
    private readonly request: HostRequest,
  ) {}

  object(id: number): HostObject {
    const known = this.found.get(id);
    if (known !== undefined) return known;
    const path = this.request.ObjectPaths[String(id)];
    if (path === undefined) throw invalidArgument(`object path ${id}`);
    const object = this.follow(path);
    this.found.set(id, object);
    return object;
  }

  /** The arguments of a call, with objects in place of the paths to them. */
  arguments(info: ArgumentInfo | undefined): unknown[] {
    const references = info?.ReferencedObjectPathIds ?? [];
    return (info?.Arguments ?? []).map((value, index) => {
      const id = references[index];
      return id ? this.object(id) : value;
    });
  }

  private follow(path: ObjectPath): HostObject {
    switch (path.ObjectPathType) {
      case pathTypes.root:
        return workbookObject(this.book);
      case pathTypes.newObject:
        return service(path.Name);
      case pathTypes.method:
      case pathTypes.property:
        return this.parent(path).child(path.Name, this.arguments(path.ArgumentInfo));
      case pathTypes.indexer:
        return this.parent(path).child("GetItem", this.arguments(path.ArgumentInfo));
      case pathTypes.reference:
        return rangeFromReference(this.book, path.Name);
      case pathTypes.nullObject:
        return nullObject;
      default:
        throw invalidArgument(`object path of type ${path.ObjectPathType}`);
    }
  }

  private parent({ ParentObjectPathId }: ObjectPath): HostObject {
    if (ParentObjectPathId === undefined) throw invalidArgument("object path without parent");
    return this.object(ParentObjectPathId);
  }
}

function service(name: string): HostObject {
  const object = serviceObject(name);
  if (object === undefined) throw new RequestError("ApiNotFound", `The workbench does not support ${name}.`);
  return object;
}
