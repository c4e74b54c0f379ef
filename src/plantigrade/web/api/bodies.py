"""Bodies are taken as the document says: no key that it does not know, no text for a number."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Strict, model_validator
from pydantic_core import PydanticCustomError


def _number(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise PydanticCustomError("number_form", "should be a number")
    return value


Flag = Annotated[bool, Strict()]
# Stands last in an Annotated: limits before it are then limits of the number, in the document too.
AsNumber = BeforeValidator(_number)


class Body(Schema):
    """A JSON object; a misspelt key is told instead of being passed over."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _is_object(cls, value: Any) -> Any:
        value = getattr(value, "_obj", value)  # ninja hands values in so that models can be read as well
        if not isinstance(value, dict):
            raise PydanticCustomError("object_form", "should be a JSON object")
        return value
