package main

import (
	"strconv"
	"strings"

	checker "github.com/anishathalye/porcupine"
)

// asked of a register: a function, and its one or two values.
type asked struct {
	what string
	a, b int
}

// none is what a register holds before anybody writes it.
const none = -1

// register is one with compare-and-set. What is answered is the value that was read, or whether it was changed; nothing
// where that is not known.
func register() checker.Model {
	return checker.Model{
		Init: func() interface{} { return none },
		Hash: func(state interface{}) uint64 { return uint64(state.(int)) },
		Step: func(state, input, output interface{}) (bool, interface{}) {
			held, op := state.(int), input.(asked)
			switch op.what {
			case ":write":
				return true, op.a
			case ":read":
				return output == nil || output.(int) == held, held
			}
			fits := held == op.a
			if fits {
				held = op.b
			}
			return output == nil || output.(bool) == fits, held
		},
	}
}

// cell reads a line of an etcd log: `INFO  jepsen.util - 3 :invoke :cas [1 2]`.
func (h *history) cell(line string) {
	words := strings.Fields(line[strings.Index(line, " - ")+3:])
	process, err := strconv.Atoi(words[0])
	if err != nil || len(words) < 4 {
		return // the nemesis
	}
	value := func(n int) int {
		if words[n] == "nil" {
			return none
		}
		number, err := strconv.Atoi(strings.Trim(words[n], "[]"))
		if err != nil {
			fail(line)
		}
		return number
	}
	kind, what := words[1], words[2]
	switch {
	case kind == ":invoke" && what == ":cas":
		h.call(process, asked{what, value(3), value(4)})
	case kind == ":invoke" && what == ":write":
		h.call(process, asked{what, value(3), none})
	case kind == ":invoke":
		h.call(process, asked{what, none, none})
	case what == ":read" && kind == ":fail":
		h.end(process, nil)
	case words[3] == ":timed-out" || kind == ":info":
		// It may still happen.
	case what == ":read":
		h.end(process, value(3))
	case what == ":write" && kind == ":ok":
		h.end(process, nil)
	case what == ":cas":
		h.end(process, kind == ":ok")
	}
}
