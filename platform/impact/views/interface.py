"""Describes the interface for programs on a page, drawn on the server from its OpenAPI document: no script."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from impact.api.auth import ALLOWED


def interface(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """Every address of a host’s interface with its parameters and the shape of its answer."""
    document: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    shapes = document["components"]["schemas"]
    operations = [
        {
            "path": path,
            "summary": operation["summary"],
            "description": operation.get("description", ""),
            "parameters": [
                {
                    "name": one["name"],
                    "required": one.get("required", False),
                    "type": _type(one["schema"]),
                    "description": one["schema"].get("description", ""),
                }
                for one in operation.get("parameters", [])
            ],
            "shape": _name(operation["responses"][200]),
        }
        for path, methods in document["paths"].items()
        for operation in methods.values()
    ]
    tables = {
        name: [(field, _type(schema)) for field, schema in shape["properties"].items()]
        for name, shape in shapes.items()
    }
    return render(request, "impact/interface.html", {"operations": operations, "shapes": tables, "allowed": ALLOWED})


def unknown(request: HttpRequest) -> JsonResponse:
    """An address that the interface does not have, told to a program."""
    told = _("There is nothing at this address. The page /api/v1/docs lists every address.")
    return JsonResponse({"detail": told}, status=404, json_dumps_params={"ensure_ascii": False})


def _name(response: dict[str, Any]) -> str:
    return response["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]


def _type(schema: dict[str, Any]) -> str:
    """The type of a value in a few letters."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[1]
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{_type(schema['items'])}]"
    return schema.get("format") or schema.get("type", "object")
