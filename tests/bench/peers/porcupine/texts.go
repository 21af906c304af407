package main

import (
	"hash/fnv"
	"strconv"
	"strings"

	checker "github.com/anishathalye/porcupine"
)

// about a key: a function and its text.
type about struct {
	what, key, text string
}

// texts is a store of texts, each key of its own. What is answered is the text that was found.
func texts() checker.Model {
	return checker.Model{
		PartitionEvent: byKey,
		Init:           func() interface{} { return "" },
		Hash: func(state interface{}) uint64 {
			sum := fnv.New64a()
			sum.Write([]byte(state.(string)))
			return sum.Sum64()
		},
		Step: func(state, input, output interface{}) (bool, interface{}) {
			held, op := state.(string), input.(about)
			switch op.what {
			case ":put":
				return true, op.text
			case ":append":
				return true, held + op.text
			}
			return output == nil || output.(string) == held, held
		},
	}
}

func byKey(events []checker.Event) [][]checker.Event {
	var keys []string
	of, parts := map[int]string{}, map[string][]checker.Event{}
	for _, event := range events {
		if event.Kind == checker.CallEvent {
			of[event.Id] = event.Value.(about).key
		}
		key := of[event.Id]
		if _, known := parts[key]; !known {
			keys = append(keys, key)
		}
		parts[key] = append(parts[key], event)
	}
	var all [][]checker.Event
	for _, key := range keys {
		all = append(all, parts[key])
	}
	return all
}

// text reads a line such as `{:process 0, :type :ok, :f :get, :key "4", :value "x 0 1 y"}`.
func (h *history) text(line string) {
	value := func(name string) string {
		rest := line[strings.Index(line, name)+len(name):]
		if strings.HasPrefix(rest, "\"") {
			return rest[1 : 1+strings.Index(rest[1:], "\"")]
		}
		return rest[:strings.IndexAny(rest, ",}")]
	}
	process, err := strconv.Atoi(value(":process "))
	if err != nil {
		fail(line)
	}
	switch text := value(":value "); {
	case value(":type ") == ":invoke":
		h.call(process, about{value(":f "), value(":key "), text})
	default:
		h.end(process, text)
	}
}
