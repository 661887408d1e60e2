import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  isObjectType,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

/** Opens fragments and settles @skip and @include: which fields a selection means for one object type. */
export class FieldCollector {
  readonly #schema: GraphQLSchema;
  readonly #variables: Record<string, unknown>;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Record<string, unknown>) {
    this.#schema = schema;
    this.#variables = variables;
    for (const one of document.definitions) if (one.kind === "FragmentDefinition") this.#fragments.set(one.name.value, one);
  }

  /** The fields by response key, in the order they were asked. */
  collect(type: GraphQLObjectType, selections: SelectionSetNode[]): Map<string, FieldNode[]> {
    const fields = new Map<string, FieldNode[]>();
    const visit = (set: SelectionSetNode) => {
      for (const selection of set.selections) {
        if (!this.#isIncluded(selection)) continue;
        if (selection.kind === "Field") {
          const key = selection.alias?.value ?? selection.name.value;
          fields.set(key, [...(fields.get(key) ?? []), selection]);
          continue;
        }
        const fragment = this.#fragment(selection);
        if (!fragment) continue;
        const condition = fragment.typeCondition ? this.#schema.getType(fragment.typeCondition.name.value) : type;
        if (condition === type || (isAbstractType(condition) && this.#schema.isSubType(condition, type))) visit(fragment.selectionSet);
      }
    };
    for (const set of selections) visit(set);
    return fields;
  }

  /** The object types that fragments of an interface or union name. */
  concreteTypes(selections: SelectionSetNode[]): Set<string> {
    const names = new Set<string>();
    const visit = (set: SelectionSetNode) => {
      for (const selection of set.selections) {
        if (selection.kind === "Field") continue;
        const fragment = this.#fragment(selection);
        if (!fragment) continue;
        const name = fragment.typeCondition?.name.value;
        if (name && isObjectType(this.#schema.getType(name))) names.add(name);
        visit(fragment.selectionSet);
      }
    };
    for (const set of selections) visit(set);
    return names;
  }

  #fragment(selection: Exclude<SelectionNode, FieldNode>) {
    return selection.kind === "InlineFragment" ? selection : this.#fragments.get(selection.name.value);
  }

  #isIncluded(selection: SelectionNode): boolean {
    if (getDirectiveValues(GraphQLSkipDirective, selection, this.#variables)?.if === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, selection, this.#variables)?.if !== false;
  }
}
